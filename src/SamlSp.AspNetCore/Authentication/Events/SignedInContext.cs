using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>A session exists, and its cookie is about to be set.</summary>
public sealed class SignedInContext(
    HttpContext httpContext,
    SamlSpOptions options,
    Organization organization,
    Session session,
    string returnUrl,
    AuthenticationProperties properties
)
{
    /// <summary>The HTTP context.</summary>
    public HttpContext HttpContext { get; } = httpContext;

    /// <summary>The scheme's options.</summary>
    public SamlSpOptions Options { get; } = options;

    /// <summary>The organization.</summary>
    public Organization Organization { get; } = organization;

    /// <summary>The session.</summary>
    public Session Session { get; } = session;

    /// <summary>
    /// The properties of the challenge that started this sign-in, with its items; without items if nothing of the application started it.
    /// They become those of the ticket of <see cref="SamlSpOptions.SignInScheme"/>.
    /// </summary>
    public AuthenticationProperties Properties { get; } = properties;

    /// <summary>Where the browser goes next: a local path, whatever is set.</summary>
    public string ReturnUrl { get; set; } = returnUrl;
}
