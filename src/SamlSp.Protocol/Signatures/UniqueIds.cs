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

            if (ids.Count > Few)
            {
                // A variable of this block, so that only documents with many IDs pay for the closure.
                var document = tree;
                ids.Items.Sort((a, b) => document.Slice(a).SequenceCompareTo(document.Slice(b)));
            }

            for (var i = 1; i < ids.Count; i++)
            {
                for (var j = ids.Count > Few ? i - 1 : 0; j < i; j++)
                {
                    if (tree.Slice(ids[i]).SequenceEqual(tree.Slice(ids[j])))
                    {
                        return SignatureRefusals.DuplicateId;
                    }
                }
            }

            return null;
        }
        finally
        {
            ids.Return();
        }
    }
}
