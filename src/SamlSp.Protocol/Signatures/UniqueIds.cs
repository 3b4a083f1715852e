namespace SamlSp.Protocol;

/// <summary>ID attributes are unique in a document (SAML Core 1.3.4): otherwise a reference could mean either of two elements.</summary>
internal static class UniqueIds
{
    // Up to this number they are compared with each other; more are sorted first.
    private const int Few = 16;

    public static Refusal? Check(XmlTree tree)
    {
        var ids = new PooledList<ByteRange>(Few);
        try
        {
            var attributes = tree.Attributes.Items;
            for (var i = 0; i < attributes.Length; i++)
            {
                ref var attribute = ref attributes[i];
                if (attribute.Namespace == Namespaces.None && tree.Slice(attribute.Name).SequenceEqual("ID"u8))
                {
                    ids.Add(attribute.Value);
                }
            }

            return HasDuplicate(tree, ids.Items) ? SignatureRefusals.DuplicateId : null;
        }
        finally
        {
            ids.Return();
        }
    }

    private static bool HasDuplicate(XmlTree tree, Span<ByteRange> ids)
    {
        if (ids.Length > Few)
        {
            ids.Sort((a, b) => tree.Slice(a).SequenceCompareTo(tree.Slice(b)));
        }

        for (var i = 1; i < ids.Length; i++)
        {
            for (var j = ids.Length > Few ? i - 1 : 0; j < i; j++)
            {
                if (tree.Slice(ids[i]).SequenceEqual(tree.Slice(ids[j])))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
