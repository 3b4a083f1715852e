namespace SamlSp.Protocol;

/// <summary>
/// Numbers for namespace URIs, so that names compare by number. The known ones have fixed numbers; a document's own
/// get numbers from <see cref="FirstOwn"/> on, which mean something within that document only.
/// </summary>
internal static class Namespaces
{
    public const int None = 0;
    public const int Xml = 1;
    public const int Xmlns = 2;
    public const int Assertion = 3;
    public const int Protocol = 4;
    public const int Signature = 5;
    public const int Encryption = 6;
    public const int Encryption11 = 7;
    public const int ExclusiveC14n = 8;
    public const int Metadata = 9;
    public const int SchemaInstance = 10;
    public const int FirstOwn = 16;

    private static readonly byte[][] Known =
    [
        [],
        "http://www.w3.org/XML/1998/namespace"u8.ToArray(),
        "http://www.w3.org/2000/xmlns/"u8.ToArray(),
        "urn:oasis:names:tc:SAML:2.0:assertion"u8.ToArray(),
        "urn:oasis:names:tc:SAML:2.0:protocol"u8.ToArray(),
        "http://www.w3.org/2000/09/xmldsig#"u8.ToArray(),
        "http://www.w3.org/2001/04/xmlenc#"u8.ToArray(),
        "http://www.w3.org/2009/xmlenc11#"u8.ToArray(),
        "http://www.w3.org/2001/10/xml-exc-c14n#"u8.ToArray(),
        "urn:oasis:names:tc:SAML:2.0:metadata"u8.ToArray(),
        "http://www.w3.org/2001/XMLSchema-instance"u8.ToArray(),
    ];

    /// <summary>The URI of a known number.</summary>
    public static ReadOnlySpan<byte> UriOf(int known) => Known[known];

    /// <summary>The number of a known URI, or -1.</summary>
    public static int Find(ReadOnlySpan<byte> uri)
    {
        for (var i = 0; i < Known.Length; i++)
        {
            if (uri.Length == Known[i].Length && uri.SequenceEqual(Known[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
