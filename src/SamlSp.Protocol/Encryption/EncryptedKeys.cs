using System.Buffers;
using System.Security.Cryptography;

namespace SamlSp.Protocol;

/// <summary>
/// Unwraps the content key: from the EncryptedKeys in the KeyInfo of EncryptedData, and from those beside it (SAML Core 2.2.4). RetrievalMethod is never followed,
/// and Recipient and key names are not asked: a key fits when it decrypts.
/// </summary>
internal static class EncryptedKeys
{
    /// <summary>The content key of <paramref name="length"/> octets; null, without a refusal, when no key of ours unwraps one.</summary>
    public static byte[]? Unwrap(XmlElement wrapper, XmlElement data, IReadOnlyList<DecryptionKey> keys, int length, VerifierLimits limits, out Refusal? refusal)
    {
        refusal = null;
        Refusal? firstRefusal = null;
        var usable = 0;
        var looked = 0;
        byte[]? contentKey = null;
        var keyInfo = data.Child("KeyInfo"u8, Namespaces.Signature);
        for (var place = 0; place < 2; place++)
        {
            var parent = place == 0 ? keyInfo : wrapper;
            if (!parent.Exists)
                continue;
            foreach (var child in parent.Children)
            {
                if (!child.Is("EncryptedKey"u8, Namespaces.Encryption) || contentKey is not null || looked++ >= limits.MaximumEncryptedKeys)
                    continue;
                var method = child.Child("EncryptionMethod"u8, Namespaces.Encryption);
                var code = RefusalCodes.UnsupportedAlgorithm;
                if (!method.Exists || KeyTransport.Find(method, out code) is not { } padding)
                {
                    firstRefusal ??= SignatureRefusals.Algorithm(code, "key transport");
                    continue;
                }

                usable++;
                contentKey = UnwrapOne(child, padding, keys, length);
            }
        }

        refusal = usable == 0 ? firstRefusal : null;
        return contentKey;
    }

    private static byte[]? UnwrapOne(XmlElement encryptedKey, RSAEncryptionPadding padding, IReadOnlyList<DecryptionKey> keys, int length)
    {
        if (!ElementDecryptor.TryReadCipherValue(encryptedKey, out var text))
            return null;
        var wrapped = ArrayPool<byte>.Shared.Rent(StrictBase64.MaximumLength(text.Length));
        try
        {
            if (!StrictBase64.TryDecode(text, wrapped, out var written))
                return null;
            for (var i = 0; i < keys.Count; i++)
            {
                var contentKey = keys[i].TryDecrypt(wrapped.AsSpan(0, written), padding);
                if (contentKey?.Length == length)
                    return contentKey;
                CryptographicOperations.ZeroMemory(contentKey);
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(wrapped);
        }
    }
}
