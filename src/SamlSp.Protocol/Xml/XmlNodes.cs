using System.Runtime.InteropServices;

namespace SamlSp.Protocol;

/// <summary>A range of the tree's bytes.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ByteRange(int Start, int Length);

/// <summary>An element or a run of text. Links are node numbers, -1 for none.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct XmlNode
{
    /// <summary>The qualified name of an element; the (decoded) text otherwise.</summary>
    public ByteRange Range;

    /// <summary>Where the local part begins in the bytes; 0 marks a text node.</summary>
    public int LocalStart;
    public int Prefix;
    public int Namespace;
    public int Parent;
    public int FirstChild;
    public int Next;
    public int FirstAttribute;
    public int AttributeCount;
    public int FirstDeclaration;
    public int DeclarationCount;

    /// <summary>Where an element's content begins in the source, behind its start tag.</summary>
    public int ContentStart;

    /// <summary>Where the source goes on behind the element; the same as <see cref="ContentStart"/> for an empty-element tag.</summary>
    public int End;

    public readonly bool IsElement => LocalStart != 0;
}

/// <summary>An attribute that is no namespace declaration.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct XmlAttributeNode
{
    public ByteRange Name;
    public int LocalStart;
    public int Prefix;
    public int Namespace;
    public ByteRange Value;
}

/// <summary>A namespace declaration: prefix number to namespace number.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct XmlDeclaration(int Prefix, int Namespace);
