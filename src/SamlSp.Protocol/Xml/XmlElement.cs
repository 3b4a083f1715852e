using System.Text;

namespace SamlSp.Protocol;

/// <summary>A cursor on an element of an <see cref="XmlTree"/>; the default value stands for no element.</summary>
internal readonly struct XmlElement(XmlTree tree, int index) : IEquatable<XmlElement>
{
    /// <summary>Whether this is an element at all.</summary>
    public bool Exists => tree is not null;

    public XmlTree Tree => tree;

    public int Index => index;

    public ReadOnlySpan<byte> LocalName => XmlParser.Local(tree.Bytes, Node.Range, Node.LocalStart);

    /// <summary>The namespace's number (<see cref="Namespaces"/>).</summary>
    public int Namespace => Node.Namespace;

    public ReadOnlySpan<byte> NamespaceUri => tree.UriOf(Node.Namespace);

    /// <summary>The parent; no element for the root.</summary>
    public XmlElement Parent => Node.Parent < 0 ? default : new(tree, Node.Parent);

    /// <summary>The child elements, in document order.</summary>
    public XmlChildren Children => new(tree, index);

    /// <summary>How many bytes the element takes up in the source.</summary>
    public int SourceLength => Node.End - Node.Range.Start;

    private ref XmlNode Node => ref tree.Nodes[index];

    public static bool operator ==(XmlElement left, XmlElement right) => left.Equals(right);

    public static bool operator !=(XmlElement left, XmlElement right) => !left.Equals(right);

    /// <summary>Whether the element has this local name in this namespace.</summary>
    public bool Is(ReadOnlySpan<byte> localName, int ns) => Node.Namespace == ns && LocalName.SequenceEqual(localName);

    /// <summary>The first child element of that name; none when there is none.</summary>
    public XmlElement Child(ReadOnlySpan<byte> localName, int ns)
    {
        foreach (var child in Children)
        {
            if (child.Is(localName, ns))
            {
                return child;
            }
        }

        return default;
    }

    /// <summary>How many child elements have that name.</summary>
    public int Count(ReadOnlySpan<byte> localName, int ns)
    {
        var count = 0;
        foreach (var child in Children)
        {
            if (child.Is(localName, ns))
            {
                count++;
            }
        }

        return count;
    }

    /// <summary>The value of an attribute without a prefix, decoded and normalised; false when there is none.</summary>
    public bool TryGetAttribute(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) => TryGetAttribute(name, Namespaces.None, out value);

    /// <summary>The value of an attribute in a namespace; false when there is none.</summary>
    public bool TryGetAttribute(ReadOnlySpan<byte> localName, int ns, out ReadOnlySpan<byte> value)
    {
        ref var node = ref Node;
        for (var i = node.FirstAttribute; i < node.FirstAttribute + node.AttributeCount; i++)
        {
            ref var attribute = ref tree.Attributes[i];
            if (attribute.Namespace == ns && XmlParser.Local(tree.Bytes, attribute.Name, attribute.LocalStart).SequenceEqual(localName))
            {
                value = tree.Slice(attribute.Value);
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The value of an attribute without a prefix as a string; null when there is none.</summary>
    public string? Attribute(ReadOnlySpan<byte> name) => TryGetAttribute(name, out var value) ? Encoding.UTF8.GetString(value) : null;

    /// <summary>The element's text; empty when it has none. False when it has child elements.</summary>
    public bool TryGetText(out ReadOnlySpan<byte> text)
    {
        text = default;
        for (var i = Node.FirstChild; i >= 0; i = tree.Nodes[i].Next)
        {
            if (tree.Nodes[i].IsElement)
            {
                return false;
            }

            text = tree.Slice(tree.Nodes[i].Range);
        }

        return true;
    }

    /// <summary>The element's text as a string; null when it has child elements.</summary>
    public string? Text() => TryGetText(out var text) ? Encoding.UTF8.GetString(text) : null;

    /// <summary>Whether text other than white space stands between the child elements.</summary>
    public bool HasStrayText()
    {
        for (var i = Node.FirstChild; i >= 0; i = tree.Nodes[i].Next)
        {
            if (!tree.Nodes[i].IsElement && tree.Slice(tree.Nodes[i].Range).ContainsAnyExcept(" \t\r\n"u8))
            {
                return true;
            }
        }

        return false;
    }

    public bool Equals(XmlElement other) => ReferenceEquals(tree, other.Tree) && index == other.Index;

    public override bool Equals(object? obj) => obj is XmlElement other && Equals(other);

    public override int GetHashCode() => index;
}
