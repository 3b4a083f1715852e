using System.Security.Cryptography;

namespace SamlSp.Protocol;

/// <summary>Block encryption of the allow-list: AES in GCM and CBC mode (XML Encryption 1.1 5.2).</summary>
internal sealed class ContentCipher
{
    private const int Block = 16;
    private const int GcmNonce = 12;
    private const int GcmTag = 16;

    private static readonly ContentCipher[] Allowed =
    [
        new("http://www.w3.org/2009/xmlenc11#aes128-gcm", 16, isAuthenticated: true),
        new("http://www.w3.org/2009/xmlenc11#aes192-gcm", 24, isAuthenticated: true),
        new("http://www.w3.org/2009/xmlenc11#aes256-gcm", 32, isAuthenticated: true),
        new("http://www.w3.org/2001/04/xmlenc#aes128-cbc", 16, isAuthenticated: false),
        new("http://www.w3.org/2001/04/xmlenc#aes192-cbc", 24, isAuthenticated: false),
        new("http://www.w3.org/2001/04/xmlenc#aes256-cbc", 32, isAuthenticated: false),
    ];

    private readonly string _uri;

    private ContentCipher(string uri, int keyLength, bool isAuthenticated)
    {
        _uri = uri;
        KeyLength = keyLength;
        IsAuthenticated = isAuthenticated;
    }

    /// <summary>In bytes.</summary>
    public int KeyLength { get; }

    /// <summary>Whether a changed ciphertext does not decrypt at all.</summary>
    public bool IsAuthenticated { get; }

    /// <summary>The cipher of an identifier; null with the refusal's code when it is not allowed.</summary>
    public static ContentCipher? Find(ReadOnlySpan<byte> uri, out string refusalCode)
    {
        refusalCode = "";
        foreach (var cipher in Allowed)
        {
            if (System.Text.Ascii.Equals(uri, cipher._uri))
            {
                return cipher;
            }
        }

        refusalCode = AlgorithmNames.IsOneOf(uri, ["http://www.w3.org/2001/04/xmlenc#tripledes-cbc"])
            ? RefusalCodes.WeakAlgorithm
            : RefusalCodes.UnsupportedAlgorithm;
        return null;
    }

    /// <summary>
    /// Decrypts into <paramref name="plain"/>, which is as long as the input; false when that fails, for whatever reason.
    /// </summary>
    public bool TryDecrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> plain, out int length) =>
        IsAuthenticated ? TryDecryptGcm(key, input, plain, out length) : TryDecryptCbc(key, input, plain, out length);

    private static bool TryDecryptGcm(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> plain, out int length)
    {
        length = 0;
        if (input.Length < GcmNonce + GcmTag)
        {
            return false;
        }

        using var gcm = new AesGcm(key, GcmTag);
        var body = input[GcmNonce..^GcmTag];
        try
        {
            gcm.Decrypt(input[..GcmNonce], body, input[^GcmTag..], plain[..body.Length]);
            length = body.Length;
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool TryDecryptCbc(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> plain, out int length)
    {
        length = 0;
        if (input.Length < 2 * Block || input.Length % Block != 0)
        {
            return false;
        }

        using var aes = Aes.Create();
        aes.SetKey(key);

        // XML Encryption pads as ISO 10126: only the last byte, the padding's length, means anything.
        var written = aes.DecryptCbc(input[Block..], input[..Block], plain, PaddingMode.None);
        var padding = plain[written - 1];
        length = written - padding;
        return padding is >= 1 and <= Block;
    }
}
