using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>The session has ended here, and the browser is about to go to the identity provider to sign out there, by SAML.</summary>
public sealed class RedirectToSignOutContext(
    HttpContext httpContext,
    SamlSpOptions options,
    Organization organization,
    Session session,
    LogoutRequest request
)
{
    /// <summary>The HTTP context.</summary>
    public HttpContext HttpContext { get; } = httpContext;

    /// <summary>The scheme's options.</summary>
    public SamlSpOptions Options { get; } = options;

    /// <summary>The organization that is asked.</summary>
    public Organization Organization { get; } = organization;

    /// <summary>The session that has ended.</summary>
    public Session Session { get; } = session;

    /// <summary>The request; may be exchanged for a changed copy. Its <see cref="LogoutRequest.Id"/> stays what it was.</summary>
    public LogoutRequest Request { get; set; } = request;

    /// <summary>Whether the sign-out ends here: the identity provider is not asked. Default false.</summary>
    public bool SkipIdentityProvider { get; set; }
}
