using System.IO.Compression;
using System.Text;

namespace SamlSp.Protocol;

/// <summary>The HTTP-Redirect binding (SAML Bindings 3.4).</summary>
public static class RedirectBinding
{
    /// <summary>
    /// The URL that carries <paramref name="xml"/>, DEFLATE-encoded, to <paramref name="destination"/>; with <paramref name="key"/>, the
    /// query string is signed (SAML Bindings 3.4.4.1), with SHA-256. A query that the destination has already is kept, and is not signed.
    /// </summary>
    /// <param name="destination">The receiver's URL, without a fragment.</param>
    /// <param name="parameter">Request or response.</param>
    /// <param name="xml">The message, UTF-8, without a signature of its own (SAML Bindings 3.4.4.1).</param>
    /// <param name="relayState">
    /// At most 80 bytes beside a request. Beside a response, where the other side's value has to be sent back unchanged, at most 2,048.
    /// Null or empty sends none.
    /// </param>
    /// <param name="key">The key to sign with; null sends the message unsigned.</param>
    /// <exception cref="ArgumentException">RelayState is too long, or the destination has a fragment.</exception>
    public static string CreateUrl(
        string destination,
        MessageParameter parameter,
        ReadOnlySpan<byte> xml,
        string? relayState,
        SigningKey? key
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(destination);
        if (destination.Contains('#', StringComparison.Ordinal))
        {
            throw new ArgumentException("The destination has a fragment, which would swallow the message.", nameof(destination));
        }

        RelayStates.Check(relayState, parameter);
        var query = new StringBuilder();
        query
            .Append(parameter == MessageParameter.SAMLRequest ? "SAMLRequest=" : "SAMLResponse=")
            .Append(Uri.EscapeDataString(Deflate(xml)));
        if (!string.IsNullOrEmpty(relayState))
        {
            query.Append("&RelayState=").Append(Uri.EscapeDataString(relayState));
        }

        if (key is not null)
        {
            query.Append("&SigAlg=").Append(Uri.EscapeDataString(key.Algorithm.Uri));
            var signature = key.Sign(Encoding.ASCII.GetBytes(query.ToString()));
            query.Append("&Signature=").Append(Uri.EscapeDataString(Convert.ToBase64String(signature)));
        }

        return destination + Separator(destination) + query;
    }

    private static string Separator(string destination) =>
        !destination.Contains('?', StringComparison.Ordinal) ? "?"
        : destination[^1] is '?' or '&' ? ""
        : "&";

    private static string Deflate(ReadOnlySpan<byte> xml)
    {
        using var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(xml);
        }

        return Convert.ToBase64String(compressed.GetBuffer(), 0, (int)compressed.Length);
    }
}
