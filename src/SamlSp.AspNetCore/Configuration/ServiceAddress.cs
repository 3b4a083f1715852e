using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>One of the addresses by which browsers reach this service provider, and what lies below it.</summary>
internal sealed class ServiceAddress
{
    /// <param name="baseUrl">An absolute address without a slash at its end. A wrong one is reported at start.</param>
    /// <param name="modulePath">The path of the SAML endpoints.</param>
    public ServiceAddress(string baseUrl, string modulePath)
    {
        BaseUrl = baseUrl;
        var url = Uri.TryCreate(baseUrl, UriKind.Absolute, out var parsed) ? parsed : null;
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

    /// <summary>Whether a request came by this address. All addresses have one scheme, so the host tells.</summary>
    public bool IsOf(HttpRequest request) => string.Equals(request.Host.Value, Authority, StringComparison.OrdinalIgnoreCase);
}
