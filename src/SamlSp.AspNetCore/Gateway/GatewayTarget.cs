using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// The address that the browser asked for, from the headers of the proxy: <c>X-Original-URL</c>, or <c>X-Forwarded-Host</c> and
/// <c>X-Forwarded-Uri</c>. A client that sends these headers itself gains nothing, because only configured hosts are accepted.
/// </summary>
/// <param name="Host">The host of the application; null for our own host.</param>
/// <param name="Path">A local path with its query.</param>
internal sealed record GatewayTarget(string? Host, string Path)
{
    private const string OriginalUrl = "X-Original-URL";
    private const string ForwardedUri = "X-Forwarded-Uri";

    /// <summary>Whether the proxy passes our response on to the browser unchanged (Traefik, Caddy).</summary>
    public static bool IsForwarded(HttpRequest request) => One(request, ForwardedUri) is not null;

    /// <summary>Whether a redirect helps: a browser asks for a page.</summary>
    public static bool IsNavigation(HttpRequest request) =>
        Page.IsWanted(request)
        && (One(request, "X-Forwarded-Method") ?? One(request, "X-Original-Method") ?? HttpMethods.Get) is var method
        && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method));

    /// <summary>Reads the headers; null if the proxy sends none.</summary>
    /// <param name="sp">The request of the proxy.</param>
    /// <param name="returnUrls">Reads the path.</param>
    /// <param name="isKnown">False if the host is neither ours nor one of <see cref="GatewayOptions.ReturnHosts"/>: the target is then
    /// our start page.</param>
    public static GatewayTarget? Read(SamlSpContext sp, ReturnUrls returnUrls, out bool isKnown)
    {
        var (request, options) = (sp.Request, sp.Options);
        isKnown = true;
        string? host,
            path;
        if (One(request, OriginalUrl) is { } original)
        {
            if (original.StartsWith('/'))
            {
                (host, path) = (null, original);
            }
            else if (Uri.TryCreate(original, UriKind.Absolute, out var url))
            {
                (host, path) = (url.Authority, url.PathAndQuery);
            }
            else
            {
                return null;
            }
        }
        else if (One(request, ForwardedUri) is { } uri)
        {
            (host, path) = (One(request, "X-Forwarded-Host"), uri);
        }
        else
        {
            return null;
        }

        path = returnUrls.Read(sp, path);

        if (host is null || string.Equals(host, options.Address.Authority, StringComparison.OrdinalIgnoreCase))
        {
            return new(null, path);
        }

        if (Find(options, host) is { } known)
        {
            return new(known, path);
        }

        isKnown = false;
        return new(null, options.Address.StartPage);
    }

    /// <summary>The configured host that matches a text; null for none.</summary>
    public static string? Find(SamlSpOptions options, string? host) =>
        options.Gateway.ReturnHosts.FirstOrDefault(h => string.Equals(h, host, StringComparison.OrdinalIgnoreCase));

    /// <summary>A header that is there once. Caddy sends a placeholder that has no value as its name in braces.</summary>
    private static string? One(HttpRequest request, string name) =>
        request.Headers[name] is [{ Length: > 0 } value] && !(value[0] == '{' && value[^1] == '}') ? value : null;
}
