namespace SamlSp.Protocol;

/// <summary>The HTTP-Redirect binding (SAML Bindings 3.4).</summary>
public static class RedirectBinding
{
    /// <summary>
    /// The URL that carries <paramref name="xml"/>, DEFLATE-encoded, to <paramref name="destination"/>; with <paramref name="key"/>, the query string is signed
    /// (SAML Bindings 3.4.4.1).
    /// </summary>
    public static string CreateUrl(string destination, MessageParameter parameter, ReadOnlySpan<byte> xml, string? relayState, SigningKey? key) => throw new NotSupportedException();
}
