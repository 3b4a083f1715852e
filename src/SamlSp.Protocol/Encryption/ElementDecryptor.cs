using System.Buffers;
using System.Security.Cryptography;

namespace SamlSp.Protocol;

/// <summary>
/// Decrypts EncryptedAssertion, EncryptedID and EncryptedAttribute (SAML Core 2.2.4, 2.3.4, 2.7.3.2; XML Encryption 1.1). Once the
/// algorithms are known to be good, every failure is the same refusal, and costs about the same: a sender of ciphertexts must not learn
/// from the answers.
/// </summary>
internal static class ElementDecryptor
{
    public static readonly Refusal Failed = new(RefusalCodes.DecryptionFailed, "The encrypted element could not be decrypted.");

    private static readonly Refusal Undeclared = new(
        RefusalCodes.Malformed,
        "What was encrypted uses a namespace prefix that is declared neither in it nor in the signed bytes around it."
    );

    /// <summary>Decrypts an element whose ciphertext stands in verified bytes; so do the namespace declarations around it.</summary>
    public static Refusal? Decrypt(XmlElement wrapper, DecryptionBudget budget, out XmlTree? plaintext) =>
        Decrypt(wrapper, XmlScope.FromElement(wrapper), budget, isVerified: true, out plaintext, out _);

    /// <summary>
    /// Decrypts the EncryptedData in <paramref name="wrapper"/>, and parses the plaintext as strictly as any message, as if it stood in the
    /// place of EncryptedData (XML Encryption 1.1 4.4).
    /// </summary>
    /// <param name="wrapper">The SAML element around EncryptedData.</param>
    /// <param name="scope">The namespace declarations that the plaintext may rely on.</param>
    /// <param name="budget">Our private keys, and what is left of their use for this message.</param>
    /// <param name="isVerified">Whether a signature covers the ciphertext.</param>
    /// <param name="plaintext">The result, for the caller to dispose of; null when refused.</param>
    /// <param name="mayExplain">
    /// Whether a refusal may tell what is wrong with the plaintext. With unsigned CBC it tells only that decryption failed, because an
    /// attacker can change that plaintext bit by bit.
    /// </param>
    public static Refusal? Decrypt(
        XmlElement wrapper,
        XmlScope scope,
        DecryptionBudget budget,
        bool isVerified,
        out XmlTree? plaintext,
        out bool mayExplain
    )
    {
        // (1) The shape, and the algorithm of the content.
        plaintext = null;
        mayExplain = isVerified;
        var data = wrapper.Child("EncryptedData"u8, Namespaces.Encryption);
        if (!data.Exists || wrapper.Count("EncryptedData"u8, Namespaces.Encryption) != 1)
        {
            return new(RefusalCodes.Malformed, "An encrypted element does not hold exactly one EncryptedData.");
        }

        var method = data.Child("EncryptionMethod"u8, Namespaces.Encryption);
        ReadOnlySpan<byte> uri = default;
        if (method.Exists)
        {
            method.TryGetAttribute("Algorithm"u8, out uri);
        }

        if (ContentCipher.Find(uri, out var code) is not { } cipher)
        {
            return SignatureRefusals.Algorithm(code, "encryption");
        }

        mayExplain |= cipher.IsAuthenticated;

        // (2) The content key. Without one, the content is decrypted by a random key, so that the time does not tell.
        var key = EncryptedKeys.Unwrap(wrapper, data, budget, cipher.KeyLength, isVerified, out var refusal);
        if (refusal is not null)
        {
            return refusal;
        }

        var unwrapped = key is not null;
        key ??= RandomNumberGenerator.GetBytes(cipher.KeyLength);
        var decrypted = TryDecryptData(data, cipher, key, scope, out var plain, out var length);
        CryptographicOperations.ZeroMemory(key);
        if (!decrypted || !unwrapped)
        {
            if (plain is not null)
            {
                ArrayPool<byte>.Shared.Return(plain, clearArray: true);
            }

            return Failed;
        }

        // (3) The plaintext, in the scope of its place.
        if (XmlTree.TryParseOwned(plain!, length, scope, budget.Limits, XmlOptions.None, out plaintext, out refusal))
        {
            return null;
        }

        return !mayExplain ? Failed
            : refusal == XmlRefusals.Prefix ? Undeclared
            : refusal;
    }

    /// <summary>The CipherValue of EncryptedData or EncryptedKey. A CipherReference is never followed.</summary>
    public static bool TryReadCipherValue(XmlElement encrypted, out ReadOnlySpan<byte> text)
    {
        text = default;
        var cipherData = encrypted.Child("CipherData"u8, Namespaces.Encryption);
        var value = cipherData.Exists ? cipherData.Child("CipherValue"u8, Namespaces.Encryption) : default;
        return value.Exists && value.TryGetText(out text);
    }

    /// <summary>Decrypts into a pooled array, behind the names of the scope; the length is that of both.</summary>
    private static bool TryDecryptData(XmlElement data, ContentCipher cipher, byte[] key, XmlScope scope, out byte[]? plain, out int length)
    {
        plain = null;
        length = 0;
        if (!TryReadCipherValue(data, out var text))
        {
            return false;
        }

        var size = StrictBase64.MaximumLength(text.Length);
        var input = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            if (!StrictBase64.TryDecode(text, input, out var written))
            {
                return false;
            }

            plain = ArrayPool<byte>.Shared.Rent(scope.NamesLength + size);
            scope.CopyNames(plain);
            var decrypted = cipher.TryDecrypt(key, input.AsSpan(0, written), plain.AsSpan(scope.NamesLength), out length);
            length += scope.NamesLength;
            return decrypted;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(input);
        }
    }
}
