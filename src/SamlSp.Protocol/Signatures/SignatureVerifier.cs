using System.Buffers;
using System.Security.Cryptography;

namespace SamlSp.Protocol;

/// <summary>
/// Verifies an enveloped signature of SAML's form (SAML Core 5.4) by the keys pinned to an issuer. KeyInfo is never looked at. What comes
/// out are the bytes that were digested, for the caller to read from.
/// </summary>
internal static class SignatureVerifier
{
    /// <summary>Verifies <paramref name="signature"/>, a child of <paramref name="parent"/>.</summary>
    /// <param name="parent">The element that must be signed.</param>
    /// <param name="signature">Its Signature.</param>
    /// <param name="issuer">Whose keys to verify by.</param>
    /// <param name="limits">Bounds on keys and the canonical form.</param>
    /// <param name="now">The instant to judge certificates at.</param>
    /// <param name="verified">The canonical bytes that were digested, for the caller to dispose of; null when refused.</param>
    public static Refusal? Verify(
        XmlElement parent,
        XmlElement signature,
        TrustedIssuer issuer,
        VerifierLimits limits,
        DateTimeOffset now,
        out ByteBuffer? verified
    )
    {
        // (1) The shape of Signature.
        verified = null;
        var children = signature.Children;
        if (
            signature.HasStrayText()
            || !SignedInfo.Next(ref children, "SignedInfo"u8, out var signedInfo)
            || !SignedInfo.Next(ref children, "SignatureValue"u8, out var value)
            || !value.TryGetText(out var valueText)
            || (children.MoveNext() && (!children.Current.Is("KeyInfo"u8, Namespaces.Signature) || children.MoveNext()))
        )
        {
            return SignatureRefusals.Structure;
        }

        // (2) The canonicalization of SignedInfo.
        var method = signedInfo.Child("CanonicalizationMethod"u8, Namespaces.Signature);
        if (!method.Exists)
        {
            return SignatureRefusals.Structure;
        }

        if (!SignedInfo.HasAlgorithm(method, SignatureStructure.ExclusiveC14n))
        {
            return SignatureRefusals.Canonicalization;
        }

        if (!SignedInfo.TryReadExclusive(method, out var prefixes))
        {
            return SignatureRefusals.Structure;
        }

        // (3) Only a filter, so that nothing but SAML's short form is canonicalized. The values that count are read in step 5.
        if (SignedInfo.Read(signedInfo, out _) is { } shape)
        {
            return shape;
        }

        // (4) The canonical bytes of SignedInfo, which the signature value covers.
        using var signedBytes = new ByteBuffer(2048, limits.MaximumCanonicalBytes);
        ExclusiveCanonicalizer.Write(signedInfo, default, prefixes, signedBytes);
        if (signedBytes.Overflowed)
        {
            return SignatureRefusals.CanonicalSize;
        }

        if (!XmlTree.TryParse(signedBytes.Written, limits, XmlOptions.Canonical, out var tree, out var refusal))
        {
            return refusal;
        }

        using (tree)
        {
            // (5) What these bytes state.
            refusal = SignedInfo.Read(tree.Root, out var info);
            if (refusal is not null)
            {
                return refusal;
            }

            // (6) The digest of the signed element, over its canonical bytes.
            refusal = VerifyDigest(parent, signature, info, limits, out var bytes);
            if (refusal is not null)
            {
                return refusal;
            }

            // (7) The signature value, by the pinned keys.
            refusal = VerifyValue(info.Signature, signedBytes.Written, valueText, issuer, limits, now);
            if (refusal is null)
            {
                verified = bytes;
            }
            else
            {
                bytes!.Dispose();
            }

            return refusal;
        }
    }

    private static Refusal? VerifyDigest(
        XmlElement parent,
        XmlElement signature,
        in SignedInfo info,
        VerifierLimits limits,
        out ByteBuffer? bytes
    )
    {
        bytes = null;
        if (!parent.TryGetAttribute("ID"u8, out var id) || !id.SequenceEqual(info.Id))
        {
            return SignatureRefusals.Reference;
        }

        Span<byte> expected = stackalloc byte[DigestAlgorithm.MaximumLength + 3];
        Span<byte> actual = stackalloc byte[DigestAlgorithm.MaximumLength];
        if (!StrictBase64.TryDecodeShort(info.DigestValue, expected, out var length))
        {
            return SignatureRefusals.Digest;
        }

        var buffer = new ByteBuffer(parent.SourceLength + 512, limits.MaximumCanonicalBytes);
        ExclusiveCanonicalizer.Write(parent, signature, info.PrefixList, buffer);
        if (buffer.Overflowed)
        {
            buffer.Dispose();
            return SignatureRefusals.CanonicalSize;
        }

        var actualLength = CryptographicOperations.HashData(info.Digest, buffer.Written, actual);
        if (!CryptographicOperations.FixedTimeEquals(actual[..actualLength], expected[..length]))
        {
            buffer.Dispose();
            return SignatureRefusals.Digest;
        }

        bytes = buffer;
        return null;
    }

    private static Refusal? VerifyValue(
        SignatureAlgorithm algorithm,
        ReadOnlySpan<byte> signedBytes,
        ReadOnlySpan<byte> valueText,
        TrustedIssuer issuer,
        VerifierLimits limits,
        DateTimeOffset now
    )
    {
        if (issuer.SigningKeys.Count == 0)
        {
            return SignatureRefusals.NoKeys;
        }

        Span<byte> hash = stackalloc byte[DigestAlgorithm.MaximumLength];
        hash = hash[..CryptographicOperations.HashData(algorithm.Hash, signedBytes, hash)];
        var rented = ArrayPool<byte>.Shared.Rent(StrictBase64.MaximumLength(valueText.Length));
        try
        {
            if (!StrictBase64.TryDecode(valueText, rented, out var length) || length == 0)
            {
                return SignatureRefusals.Value;
            }

            return KeyTrial.Verify(algorithm, hash, rented.AsSpan(0, length), issuer, limits, now) switch
            {
                null => null,
                RefusalCodes.WeakAlgorithm => SignatureRefusals.WeakKey,
                RefusalCodes.ExpiredCertificate => SignatureRefusals.Expired,
                _ => SignatureRefusals.Value,
            };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
