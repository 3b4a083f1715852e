namespace SamlSp.Protocol;

internal static partial class IdpMetadataReader
{
    /// <summary>The same for a document whose root is signed by a pinned key.</summary>
    public static string? ReadSigned(
        ReadOnlySpan<byte> bytes,
        string? entityId,
        IReadOnlyList<VerificationKey> keys,
        DateTimeOffset now,
        out IdentityProviderMetadata? metadata
    )
    {
        metadata = null;
        if (Parse(bytes, XmlOptions.SignedMetadata, out var tree) is { } unreadable)
        {
            return unreadable;
        }

        using (tree)
        {
            if (FindSignature(tree!.Root, out var signature) is { } error)
            {
                return error;
            }

            if (UniqueIds.Check(tree) is not null)
            {
                return "Two elements of the metadata have the same ID.";
            }

            var pinned = new TrustedIssuer { EntityId = "", SigningKeys = keys };
            var refusal = SignatureVerifier.Verify(tree.Root, signature, pinned, Limits, now, out var verified);
            if (refusal is not null)
            {
                return "The metadata's signature does not hold. " + refusal.Message;
            }

            using (verified)
            {
                return ReadVerified(verified!, entityId, out metadata);
            }
        }
    }

    private static string? ReadVerified(ByteBuffer verified, string? entityId, out IdentityProviderMetadata? metadata)
    {
        metadata = null;
        if (!XmlTree.TryParse(verified.Written, Limits, XmlOptions.Canonical, out var tree, out var refusal))
        {
            return Unreadable(refusal);
        }

        using (tree)
        {
            return Find(tree.Root, entityId, out var entity, out var descriptors) ?? ReadEntity(entity, descriptors, out metadata);
        }
    }

    // First in the root (SAML Metadata 2.3.1, 2.3.2). Entities of a federation may be signed once more inside; their signatures are not
    // asked.
    private static string? FindSignature(XmlElement root, out XmlElement signature)
    {
        var children = root.Children;
        signature = children.MoveNext() && children.Current.Is("Signature"u8, Namespaces.Signature) ? children.Current : default;
        return root.Count("Signature"u8, Namespaces.Signature) switch
        {
            0 => "The metadata is not signed.",
            1 when signature.Exists => null,
            _ => "The metadata's signature does not stand alone and in first place.",
        };
    }
}
