using System.Buffers;
using System.Text;
using System.Xml;

namespace SamlSp.Fuzz;

/// <summary>
/// A document for taking apart: an element, or anything else as raw text. Names and values are written as they are, well-formed or not, so
/// that a mutation can do what no document object model allows.
/// </summary>
internal sealed class XmlPiece
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _output;

    /// <summary>The qualified name; empty for raw text.</summary>
    public string Name { get; set; } = "";

    /// <summary>What stands between the tags, or instead of them.</summary>
    public string Raw { get; set; } = "";

    /// <summary>Attributes and namespace declarations: names, and values as written, without quotes.</summary>
    public List<(string Name, string Value)> Attributes { get; } = [];

    public List<XmlPiece> Children { get; } = [];

    public bool IsElement => Name.Length > 0;

    public ReadOnlySpan<char> Local => Name.AsSpan(Name.IndexOf(':', StringComparison.Ordinal) + 1);

    public static XmlPiece Text(string raw) => new() { Raw = raw };

    public static XmlPiece Element(string name, params (string, string)[] attributes)
    {
        var piece = new XmlPiece { Name = name };
        piece.Attributes.AddRange(attributes);
        return piece;
    }

    /// <summary>Takes a well-formed document apart.</summary>
    public static XmlPiece Parse(string xml)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.LoadXml(xml);
        return From(document.DocumentElement!);
    }

    public XmlPiece Clone()
    {
        var clone = new XmlPiece { Name = Name, Raw = Raw };
        clone.Attributes.EnsureCapacity(Attributes.Count);
        clone.Children.EnsureCapacity(Children.Count);
        clone.Attributes.AddRange(Attributes);
        foreach (var child in Children)
        {
            clone.Children.Add(child.Clone());
        }

        return clone;
    }

    public string? Attribute(string name)
    {
        foreach (var (known, value) in Attributes)
        {
            if (known == name)
            {
                return value;
            }
        }

        return null;
    }

    public void Set(string name, string value)
    {
        var index = Attributes.FindIndex(a => a.Name == name);
        if (index < 0)
        {
            Attributes.Add((name, value));
        }
        else
        {
            Attributes[index] = (name, value);
        }
    }

    /// <summary>The first element with a local name, itself included; null when there is none.</summary>
    public XmlPiece? Find(ReadOnlySpan<char> local)
    {
        if (IsElement && Local.SequenceEqual(local))
        {
            return this;
        }

        foreach (var child in Children)
        {
            if (child.Find(local) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The bytes, UTF-8.</summary>
    public byte[] ToBytes()
    {
        var output = _output ??= new(64 * 1024);
        output.ResetWrittenCount();
        Write(output);
        return output.WrittenSpan.ToArray();
    }

    private static XmlPiece From(XmlNode node)
    {
        if (node is not XmlElement element)
        {
            return Text(node.OuterXml);
        }

        var piece = new XmlPiece { Name = element.Name };
        foreach (XmlAttribute attribute in element.Attributes)
        {
            piece.Attributes.Add((attribute.Name, attribute.InnerXml.Replace("\"", "&quot;", StringComparison.Ordinal)));
        }

        foreach (XmlNode child in element.ChildNodes)
        {
            piece.Children.Add(From(child));
        }

        return piece;
    }

    private void Write(ArrayBufferWriter<byte> output)
    {
        if (IsElement)
        {
            Write(output, "<");
            Write(output, Name);
            foreach (var (name, value) in Attributes)
            {
                Write(output, " ");
                Write(output, name);
                Write(output, "=\"");
                Write(output, value);
                Write(output, "\"");
            }

            if (Children.Count == 0 && Raw.Length == 0)
            {
                Write(output, "/>");
                return;
            }

            Write(output, ">");
        }

        Write(output, Raw);
        foreach (var child in Children)
        {
            child.Write(output);
        }

        if (!IsElement)
        {
            return;
        }

        Write(output, "</");
        Write(output, Name);
        Write(output, ">");
    }

    private static void Write(ArrayBufferWriter<byte> output, string text) =>
        output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(text.Length * 3)));
}
