using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>A sign-in or logout message was refused.</summary>
public sealed class RefusedContext(
    HttpContext httpContext,
    SamlSpOptions options,
    Organization? organization,
    string code,
    string reference
)
{
    /// <summary>The HTTP context.</summary>
    public HttpContext HttpContext { get; } = httpContext;

    /// <summary>The scheme's options.</summary>
    public SamlSpOptions Options { get; } = options;

    /// <summary>The organization; null when it is not known.</summary>
    public Organization? Organization { get; } = organization;

    /// <summary>The code of docs/errors.md. For logs, not for the browser.</summary>
    public string Code { get; } = code;

    /// <summary>The reference number that stands in the log.</summary>
    public string Reference { get; } = reference;

    /// <summary>Set this after writing an answer of your own.</summary>
    public bool Handled { get; set; }
}
