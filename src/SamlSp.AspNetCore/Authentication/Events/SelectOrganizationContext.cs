using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>A sign-in starts, and nothing says at which of several organizations. The page that asks is about to be written.</summary>
public sealed class SelectOrganizationContext(HttpContext httpContext, SamlSpOptions options, string returnUrl)
{
    /// <summary>The HTTP context.</summary>
    public HttpContext HttpContext { get; } = httpContext;

    /// <summary>The scheme's options.</summary>
    public SamlSpOptions Options { get; } = options;

    /// <summary>Where the browser goes after the sign-in: a local path.</summary>
    public string ReturnUrl { get; } = returnUrl;

    /// <summary>The name of the organization to go to, such as the one that the host belongs to. Null: the page asks.</summary>
    public string? Organization { get; set; }

    /// <summary>
    /// Set this after writing an answer of your own, such as a redirect to a page of the application. That page leads on to
    /// <c>/Saml2/SignIn?organization=…&amp;ReturnUrl=…</c>.
    /// </summary>
    public bool Handled { get; set; }
}
