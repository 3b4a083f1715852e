using Microsoft.AspNetCore.Http;
using SamlSp.Claims;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>An assertion has passed every check, and its person is known.</summary>
public sealed class AssertionVerifiedContext(HttpContext httpContext, SamlSpOptions options, Organization organization, VerifiedAssertion assertion, SignInIdentity identity)
{
    /// <summary>The HTTP context.</summary>
    public HttpContext HttpContext { get; } = httpContext;

    /// <summary>The scheme's options.</summary>
    public SamlSpOptions Options { get; } = options;

    /// <summary>The organization.</summary>
    public Organization Organization { get; } = organization;

    /// <summary>What was signed.</summary>
    public VerifiedAssertion Assertion { get; } = assertion;

    /// <summary>Who it is.</summary>
    public SignInIdentity Identity { get; } = identity;

    internal string? RefusalReason { get; private set; }

    /// <summary>Refuses the sign-in. The reason goes to the log, not to the browser.</summary>
    public void Refuse(string reason) => RefusalReason = reason;
}
