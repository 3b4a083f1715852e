using System.Text;
using System.Xml;
using SamlSp.Protocol;
using XmlElement = SamlSp.Protocol.XmlElement;
using XmlNode = SamlSp.Protocol.XmlNode;

namespace SamlSp.Fuzz;

/// <summary>Compares our XML reader with the one of the base class library.</summary>
internal static class XmlReaderOracle
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CheckCharacters = true,
        ConformanceLevel = ConformanceLevel.Document,
    };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Refusals that are about well-formedness alone. The others are narrower than XML on purpose: DTD, limits, namespaces that are
    // relative, encodings.
    private static readonly HashSet<Refusal> NotWellFormed =
    [
        XmlRefusals.NotWellFormed,
        XmlRefusals.TagMismatch,
        XmlRefusals.OutsideRoot,
        XmlRefusals.DuplicateAttribute,
        XmlRefusals.Prefix,
        XmlRefusals.Character,
        XmlRefusals.Empty,
    ];

    /// <summary>Null when the reader of the base class library reads the same from the bytes as is in the tree.</summary>
    public static string? Compare(byte[] bytes, XmlTree tree)
    {
        try
        {
            using var reader = Read(bytes);
            reader.MoveToContent();
            return CompareNode(reader, tree, 0)
                ?? (reader.Read() && reader.MoveToContent() != XmlNodeType.None ? "There is more behind the document element." : null);
        }
        catch (Exception exception) when (exception is XmlException or DecoderFallbackException)
        {
            return IsNarrowerInXmlReader(tree) ? null : "Our reader accepts what XmlReader refuses: " + exception.Message;
        }
    }

    /// <summary>Null when the refusal is a narrower one on purpose, or XmlReader refuses as well.</summary>
    public static string? CompareRefusal(byte[] bytes, Refusal refusal)
    {
        if (!NotWellFormed.Contains(refusal))
        {
            return null;
        }

        try
        {
            using var reader = Read(bytes);
            while (reader.Read())
            {
                // Namespaces in XML 1.0 3: no element has the prefix xmlns. XmlReader does not mind.
                if (refusal == XmlRefusals.Prefix && reader.Prefix == "xmlns")
                {
                    return null;
                }
            }

            return "XmlReader accepts what our reader refuses: " + refusal.Message;
        }
        catch (Exception exception) when (exception is XmlException or DecoderFallbackException)
        {
            return null;
        }
    }

    // As text, for an XmlReader over bytes would find out about UTF-16 by itself.
    private static XmlReader Read(byte[] bytes)
    {
        var start = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        return XmlReader.Create(new StringReader(Utf8.GetString(bytes.AsSpan(start))), Settings);
    }

    private static string? CompareNode(XmlReader reader, XmlTree tree, int index)
    {
        var depth = reader.Depth;
        var element = new XmlElement(tree, index);
        if (
            reader.NodeType != XmlNodeType.Element
            || !Same(element.LocalName, reader.LocalName)
            || !Same(element.NamespaceUri, reader.NamespaceURI)
        )
        {
            return $"XmlReader has {reader.NodeType} {reader.Name}, and our reader {Encoding.UTF8.GetString(element.LocalName)}.";
        }

        if (!Same(tree.Slice(tree.Nodes[index].Range), reader.Name))
        {
            return "The qualified names differ: " + reader.Name;
        }

        var isEmpty = reader.IsEmptyElement;
        if (CompareAttributes(reader, tree, ref tree.Nodes[index]) is { } difference)
        {
            return difference;
        }

        reader.MoveToElement();
        var next = tree.Nodes[index].FirstChild;
        if (isEmpty)
        {
            return next < 0 ? null : "An empty element is not empty for our reader.";
        }

        reader.Read();
        while (reader.Depth > depth)
        {
            // An empty CDATA section is nothing to our reader.
            if (reader.NodeType == XmlNodeType.CDATA && reader.Value.Length == 0)
            {
                reader.Read();
                continue;
            }

            if (next < 0)
            {
                return "XmlReader has more children: " + reader.NodeType;
            }

            difference = tree.Nodes[next].IsElement
                ? CompareNode(reader, tree, next)
                : CompareText(reader, tree.Slice(tree.Nodes[next].Range));
            if (difference is not null)
            {
                return difference;
            }

            if (tree.Nodes[next].IsElement)
            {
                reader.Read();
            }

            next = tree.Nodes[next].Next;
        }

        return next < 0 ? null : "Our reader has more children.";
    }

    private static string? CompareText(XmlReader reader, ReadOnlySpan<byte> text)
    {
        var whole = new StringBuilder();
        while (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
        {
            whole.Append(reader.Value);
            reader.Read();
        }

        return Same(text, whole.ToString()) ? null : $"Texts differ: XmlReader '{whole}', our reader '{Encoding.UTF8.GetString(text)}'.";
    }

    private static string? CompareAttributes(XmlReader reader, XmlTree tree, ref XmlNode node)
    {
        var ours = node.FirstAttribute;
        var last = node.FirstAttribute + node.AttributeCount;
        for (var i = 0; i < reader.AttributeCount; i++)
        {
            reader.MoveToAttribute(i);
            if (reader.NamespaceURI == "http://www.w3.org/2000/xmlns/")
            {
                continue;
            }

            if (ours == last)
            {
                return "XmlReader has more attributes: " + reader.Name;
            }

            ref var attribute = ref tree.Attributes[ours++];
            if (
                !Same(tree.Slice(attribute.Name), reader.Name)
                || !Same(tree.UriOf(attribute.Namespace), reader.NamespaceURI)
                || !Same(tree.Slice(attribute.Value), reader.Value)
            )
            {
                return $"Attributes differ: XmlReader {reader.Name}='{reader.Value}', our reader '{Encoding.UTF8.GetString(tree.Slice(attribute.Value))}'.";
            }
        }

        return ours == last ? null : "Our reader has more attributes.";
    }

    private static bool Same(ReadOnlySpan<byte> bytes, string text) => Utf8Text.Equals(bytes, text);

    // XmlReader takes names of XML 1.0's fourth edition only, and judges the values of xml:space, which XML leaves to validation.
    private static bool IsNarrowerInXmlReader(XmlTree tree)
    {
        for (var i = 0; i < tree.Attributes.Count; i++)
        {
            var name = tree.Slice(tree.Attributes[i].Name);
            if (!Ascii.IsValid(name) || name.SequenceEqual("xml:space"u8))
            {
                return true;
            }
        }

        for (var i = 0; i < tree.Nodes.Count; i++)
        {
            if (tree.Nodes[i].IsElement && !Ascii.IsValid(tree.Slice(tree.Nodes[i].Range)))
            {
                return true;
            }
        }

        return false;
    }
}
