using System.Buffers;
using System.Security.Cryptography;

namespace SamlSp.Protocol;

/// <summary>
/// Unwraps the content key: from the EncryptedKeys in the KeyInfo of EncryptedData, and from those beside it (SAML Core 2.2.4).
/// RetrievalMethod is never followed, and Recipient and key names are not asked: a key fits when it decrypts.
/// </summary>
internal static class EncryptedKeys
{
    /// <summary>The content key of <paramref name="length"/> bytes; null, without a refusal, when no key of ours unwraps one.</summary>
    public static byte[]? Unwrap(
        XmlElement wrapper,
        XmlElement data,
        DecryptionBudget budget,
        int length,
        bool isVerified,
        out Refusal? refusal
    )
    {
        refusal = null;
        Refusal? firstRefusal = null;
        var usable = 0;
        var looked = 0;
        byte[]? contentKey = null;
        var keyInfo = data.Child("KeyInfo"u8, Namespaces.Signature);

        // First in the KeyInfo of EncryptedData, then beside it.
        for (var place = 0; place < 2; place++)
        {
            var parent = place == 0 ? keyInfo : wrapper;
            if (!parent.Exists)
            {
                continue;
            }

            foreach (var child in parent.Children)
            {
                if (
                    !child.Is("EncryptedKey"u8, Namespaces.Encryption)
                    || contentKey is not null
                    || looked++ >= budget.Limits.MaximumEncryptedKeys
                )
                {
                    continue;
                }

                var method = child.Child("EncryptionMethod"u8, Namespaces.Encryption);
                var code = RefusalCodes.UnsupportedAlgorithm;
                if (
                    !method.Exists
                    || KeyTransport.Find(method, out code) is not { } transport
                    || (transport.IsMixed && !budget.SupportsMixedOaep)
                )
                {
                    firstRefusal ??= SignatureRefusals.Algorithm(code, "key transport");
                    continue;
                }

                usable++;
                contentKey = UnwrapOne(child, transport, budget, length, isVerified);
            }
        }

        refusal = usable == 0 ? firstRefusal : null;
        return contentKey;
    }

    private static byte[]? UnwrapOne(XmlElement encryptedKey, KeyTransport transport, DecryptionBudget budget, int length, bool isVerified)
    {
        if (!ElementDecryptor.TryReadCipherValue(encryptedKey, out var text))
        {
            return null;
        }

        var wrapped = ArrayPool<byte>.Shared.Rent(StrictBase64.MaximumLength(text.Length));
        try
        {
            if (!StrictBase64.TryDecode(text, wrapped, out var written))
            {
                return null;
            }

            for (var i = 0; i < budget.KeyCount && budget.TryTake(isVerified, transport.IsMixed); i++)
            {
                var contentKey = budget.Key(i).TryDecrypt(wrapped.AsSpan(0, written), transport);
                if (contentKey?.Length == length)
                {
                    budget.Fits(i);
                    return contentKey;
                }

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
