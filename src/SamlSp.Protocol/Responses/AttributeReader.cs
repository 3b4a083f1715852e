namespace SamlSp.Protocol;

/// <summary>
/// Reads attributes by their exact Name (SAML Core 2.7.3.1). A value is the text of an AttributeValue without child elements; one that has
/// any (an XML structure, such as the NameID in an eduPersonTargetedID) is passed over, never flattened to text, and so is one that says
/// xsi:nil.
/// </summary>
internal static class AttributeReader
{
    private static readonly Refusal NoName = new(RefusalCodes.Malformed, "An Attribute has no Name.");
    private static readonly Refusal NotAttribute = new(RefusalCodes.Malformed, "What an EncryptedAttribute holds is not an Attribute.");

    public static Refusal? ReadEncrypted(XmlElement attribute, ResponseFacts facts)
    {
        if (ElementDecryptor.Decrypt(attribute, facts.Decryption, out var tree) is { } refusal)
        {
            return refusal;
        }

        using (tree)
        {
            return tree!.Root.Is("Attribute"u8, Namespaces.Assertion) ? Read(tree.Root, facts.Attributes) : NotAttribute;
        }
    }

    public static Refusal? Read(XmlElement attribute, Dictionary<string, IReadOnlyList<string>> attributes)
    {
        if (!attribute.TryGetAttribute("Name"u8, out var nameText) || nameText.IsEmpty)
        {
            return NoName;
        }

        var name = KnownText.FromUtf8(nameText);
        var values = new string[attribute.Count("AttributeValue"u8, Namespaces.Assertion)];
        var count = 0;
        foreach (var value in attribute.Children)
        {
            if (!value.Is("AttributeValue"u8, Namespaces.Assertion))
            {
                return SchemaRefusals.Unexpected(value, "Attribute");
            }

            var isNil =
                value.TryGetAttribute("nil"u8, Namespaces.SchemaInstance, out var nil)
                && (nil.SequenceEqual("true"u8) || nil.SequenceEqual("1"u8));
            if (!isNil && value.TryGetText(out var text))
            {
                values[count++] = KnownText.FromUtf8(text);
            }
        }

        if (count < values.Length)
        {
            Array.Resize(ref values, count);
        }

        if (!attributes.TryGetValue(name, out var earlier))
        {
            attributes[name] = values;
        }
        else if (earlier is List<string> list)
        {
            list.AddRange(values);
        }
        else
        {
            attributes[name] = new List<string>([.. earlier, .. values]);
        }

        return null;
    }
}
