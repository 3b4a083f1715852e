using System.Net;

namespace SamlSp.AspNetCore;

/// <summary>Compares our address with those that the server listens on.</summary>
internal static class ListeningAddress
{
    /// <summary>
    /// Whether a browser on this computer that goes to <paramref name="baseUrl"/> reaches one of the addresses, as far as can be told: an
    /// address of another host may be that of a proxy in front.
    /// </summary>
    /// <param name="baseUrl">Our address.</param>
    /// <param name="listening">The addresses of the server, such as <c>http://localhost:5080</c> or <c>http://*:80</c>; none for a server
    /// that has no addresses.</param>
    public static bool IsReached(string? baseUrl, IEnumerable<string> listening)
    {
        var addresses = listening.ToList();
        return addresses.Count == 0
            || !Uri.TryCreate(baseUrl, UriKind.Absolute, out var url)
            || !SamlSpOptionsValidator.IsLoopback(url)
            || addresses.Exists(address => BindingOf(address) is not { } binding || binding.Port == 0 || binding.Port == url.Port);
    }

    /// <summary>The address for browsers on this computer; null if the text is none.</summary>
    public static string? ForBrowsers(string listening)
    {
        if (BindingOf(listening) is not { } url)
        {
            return null;
        }

        var host =
            IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && address.Equals(IPAddress.Any) || url.Host == "[::]"
                ? "localhost"
                : url.Host;
        return url.Port == 0 ? null : new UriBuilder(url.Scheme, host, url.Port).Uri.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>
    /// A binding address may have <c>*</c> or <c>+</c> as its host. Null for a socket or pipe, which has a proxy in front.
    /// </summary>
    private static Uri? BindingOf(string address) =>
        !address.Contains("://unix:", StringComparison.Ordinal)
        && !address.Contains("://pipe:", StringComparison.Ordinal)
        && Uri.TryCreate(
            address.Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal),
            UriKind.Absolute,
            out var url
        )
            ? url
            : null;
}
