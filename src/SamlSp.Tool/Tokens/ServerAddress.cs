using System.Net;

namespace SamlSp.Tool;

/// <summary>A SamlSp server as a call names it.</summary>
internal static class ServerAddress
{
    /// <summary>
    /// The address in one spelling, without a slash at the end. Tokens are sent there: <c>https:</c>, or a host on this computer.
    /// </summary>
    public static string Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            throw new UsageException($"--server '{text}' is not an address such as https://sp.example.com");
        }

        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            throw new UsageException("--server is scheme, host and path alone");
        }

        if (url.Scheme == "http" && !IsLoopback(url))
        {
            throw new UsageException("--server must be https: (http: is for this computer)");
        }

        return url.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    private static bool IsLoopback(Uri url) =>
        url.IsLoopback || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
