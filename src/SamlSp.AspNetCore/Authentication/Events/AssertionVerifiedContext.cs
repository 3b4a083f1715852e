using Microsoft.AspNetCore.Http;
using SamlSp.Claims;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>What the identity provider said has passed every check, and the user is known. By OpenID Connect as well.</summary>
public sealed class AssertionVerifiedContext(
    HttpContext httpContext,
    SamlSpOptions options,
    Organization organization,
    VerifiedSignIn verified,
    SignInIdentity identity
)
{
    /// <summary>The HTTP context.</summary>
    public HttpContext HttpContext { get; } = httpContext;

    /// <summary>The scheme's options.</summary>
    public SamlSpOptions Options { get; } = options;

    /// <summary>The organization.</summary>
    public Organization Organization { get; } = organization;

    /// <summary>What was proven, whatever the protocol.</summary>
    public VerifiedSignIn Verified { get; } = verified;

    /// <summary>What was signed; null when the user came by OpenID Connect.</summary>
    public VerifiedAssertion? Assertion => Verified.Assertion;

    /// <summary>Who it is.</summary>
    public SignInIdentity Identity { get; } = identity;

    internal string? RefusalReason { get; private set; }

    /// <summary>Refuses the sign-in. The reason goes to the log, not to the browser.</summary>
    public void Refuse(string reason) => RefusalReason = reason;
}
