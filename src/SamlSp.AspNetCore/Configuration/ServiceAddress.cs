using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>One of the addresses by which browsers reach this service provider, and what lies below it.</summary>
internal sealed class ServiceAddress
{
    private readonly IList<string> _returnUrlOrigins;

    /// <param name="baseUrl">An absolute address without a slash at its end. A wrong one is reported at start.</param>
    /// <param name="modulePath">The path of the SAML endpoints.</param>
    /// <param name="returnUrlOrigins">Other hosts that a return URL may lead to.</param>
    public ServiceAddress(string baseUrl, string modulePath, IList<string> returnUrlOrigins)
    {
        _returnUrlOrigins = returnUrlOrigins;
        BaseUrl = baseUrl;
        var url = Uri.TryCreate(baseUrl, UriKind.Absolute, out var parsed) ? parsed : null;
        Scheme = url?.Scheme ?? "";
        Origin = url?.GetLeftPart(UriPartial.Authority) ?? baseUrl;
        Authority = url?.Authority ?? "";
        Path = url?.AbsolutePath.TrimEnd('/') ?? "";
        AssertionConsumerServiceUrl = baseUrl + modulePath + "/Acs";
        SignInUrl = baseUrl + modulePath + "/SignIn";
        LogoutUrl = baseUrl + modulePath + "/Logout";
        OpenIdCallbackUrl = baseUrl + SamlSpDefaults.OpenIdCallbackPath;
    }

    /// <summary>Scheme, host, port if it is not the default port, and path if there is one.</summary>
    public string BaseUrl { get; }

    /// <summary>The scheme of the address, such as <c>https</c>; empty for a wrong address.</summary>
    public string Scheme { get; }

    /// <summary>Scheme, host and port, as browsers send it in <c>Origin</c> (RFC 6454 7).</summary>
    public string Origin { get; }

    /// <summary>Host, and port if it is not the default port.</summary>
    public string Authority { get; }

    /// <summary>The path of the application, without a slash at its end; empty for the root.</summary>
    public string Path { get; }

    /// <summary>The application's first page, as a local path.</summary>
    public string StartPage => Path + "/";

    public string AssertionConsumerServiceUrl { get; }

    public string SignInUrl { get; }

    public string LogoutUrl { get; }

    public string OpenIdCallbackUrl { get; }

    /// <summary>
    /// An address of another host that may be returned to, because the operator has named its origin; null for any other. It is the address
    /// as it was parsed: a browser must not read it otherwise than we did.
    /// </summary>
    public string? FindReturnUrl(string address) =>
        _returnUrlOrigins.Count > 0
        && Uri.TryCreate(address, UriKind.Absolute, out var url)
        && url.UserInfo.Length == 0
        && _returnUrlOrigins.Contains(url.GetLeftPart(UriPartial.Authority), StringComparer.OrdinalIgnoreCase)
            ? url.AbsoluteUri
            : null;

    /// <summary>Whether a request came by this address. All addresses have one scheme, so the host tells.</summary>
    public bool IsOf(HttpRequest request) => string.Equals(request.Host.Value, Authority, StringComparison.OrdinalIgnoreCase);
}
