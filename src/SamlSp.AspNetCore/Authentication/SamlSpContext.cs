using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>A request and the scheme that serves it. Each step of a sign-in or sign-out hands it on.</summary>
/// <param name="http">The request.</param>
/// <param name="scheme">The scheme.</param>
internal sealed class SamlSpContext(HttpContext http, SamlSpScheme scheme)
{
    /// <summary>The framework's context of the request.</summary>
    public HttpContext Http => http;

    /// <summary>The scheme.</summary>
    public SamlSpScheme Scheme => scheme;

    /// <summary>The scheme's options, read once for the request.</summary>
    public SamlSpOptions Options { get; } = scheme.Options;

    /// <summary>The address by which the browser came.</summary>
    public ServiceAddress Address { get; } = scheme.Options.AddressOf(http.Request);

    /// <summary>The request.</summary>
    public HttpRequest Request => http.Request;

    /// <summary>The response.</summary>
    public HttpResponse Response => http.Response;

    /// <summary>Cancelled when the client goes away.</summary>
    public CancellationToken Aborted => http.RequestAborted;

    /// <summary>The path of the SAML endpoints as a browser sees it.</summary>
    public string ModulePath => http.Request.PathBase + Options.ModulePath;
}
