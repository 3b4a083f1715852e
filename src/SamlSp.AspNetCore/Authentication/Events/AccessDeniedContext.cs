using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>A signed-in user may not do what was asked. The answer, 403 with a page, is about to be written.</summary>
public sealed class AccessDeniedContext(HttpContext httpContext, SamlSpOptions options)
{
    /// <summary>The HTTP context.</summary>
    public HttpContext HttpContext { get; } = httpContext;

    /// <summary>The scheme's options.</summary>
    public SamlSpOptions Options { get; } = options;

    /// <summary>Set this after writing an answer of your own, such as a redirect to a page of the application.</summary>
    public bool Handled { get; set; }
}
