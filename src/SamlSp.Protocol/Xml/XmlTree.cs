using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace SamlSp.Protocol;

/// <summary>
/// A message, parsed once and strictly. How to use it:
/// <code>
/// if (!XmlTree.TryParse(bytes, limits, XmlOptions.None, out var tree, out var refusal))
///     return refusal;
/// using (tree)
/// {
///     var root = tree.Root;                                        // XmlElement: a cursor, a struct
///     if (!root.Is("Response"u8, Namespaces.Protocol)) ...
///     foreach (var child in root.Children) ...                     // child elements only
///     var issuer = root.Child("Issuer"u8, Namespaces.Assertion);   // the first one; default when there is none
///     if (issuer.Exists &amp;&amp; issuer.TryGetText(out var text)) ...   // false when it has child elements
///     if (root.TryGetAttribute("ID"u8, out var id)) ...            // unprefixed attributes, decoded and normalised
/// }
/// </code>
/// The accepted XML is the subset of XML 1.0 and Namespaces 1.0 that SAML needs: UTF-8, no document type, and no processing
/// instruction, CDATA section or comment unless <see cref="XmlOptions"/> allow it. Values are decoded in place, in the tree's
/// own bytes: spans stay valid until the tree is disposed of. No input makes it throw; the work is linear in the input.
/// </summary>
internal sealed class XmlTree : IDisposable
{
    internal PooledList<XmlNode> Nodes = new(256);
    internal PooledList<XmlAttributeNode> Attributes = new(128);
    internal PooledList<XmlDeclaration> Declarations = new(64);
    internal PooledList<XmlDeclaration> OuterDeclarations = new(16);
    internal PooledList<ByteRange> Uris = new(16);
    internal PooledList<ByteRange> Prefixes = new(16);
    private byte[] _bytes;
    private readonly int _length;

    private XmlTree(byte[] rented, int length)
    {
        _bytes = rented;
        _length = length;
    }

    /// <summary>The document element.</summary>
    public XmlElement Root => new(this, 0);

    /// <summary>The bytes, values decoded in place: of use with the ranges of the nodes only.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Parses a copy of <paramref name="bytes"/>.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> bytes,
        VerifierLimits limits,
        XmlOptions options,
        [NotNullWhen(true)] out XmlTree? tree,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        var copy = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(copy);
        return TryParseOwned(copy, bytes.Length, limits, options, out tree, out refusal);
    }

    /// <summary>
    /// Parses <paramref name="rented"/> in place. It must come from <c>ArrayPool&lt;byte&gt;.Shared</c>, and belongs to the tree from now
    /// on, or is returned when it is refused.
    /// </summary>
    public static bool TryParseOwned(
        byte[] rented,
        int length,
        VerifierLimits limits,
        XmlOptions options,
        [NotNullWhen(true)] out XmlTree? tree,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        return TryParseOwned(rented, length, scope: null, limits, options, out tree, out refusal);
    }

    /// <summary>
    /// The same for a document that stood inside another one: the namespaces of <paramref name="scope"/> are in scope. The document begins
    /// behind the names of the scope, which <see cref="XmlScope.CopyNames"/> has written.
    /// </summary>
    public static bool TryParseOwned(
        byte[] rented,
        int length,
        XmlScope? scope,
        VerifierLimits limits,
        XmlOptions options,
        [NotNullWhen(true)] out XmlTree? tree,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        tree = new XmlTree(rented, length);
        var parser = new XmlParser(tree, rented.AsSpan(0, length), scope?.NamesLength ?? 0, limits, options);
        var parsed = (scope is null || scope.DeclareIn(ref parser)) && parser.Parse();
        parser.Dispose();
        if (parsed)
        {
            refusal = null;
            return true;
        }

        tree.Dispose();
        tree = null;
        refusal = parser.Refusal!;
        return false;
    }

    /// <summary>The URI that a namespace number stands for.</summary>
    public ReadOnlySpan<byte> UriOf(int ns) => ns < Namespaces.FirstOwn ? Namespaces.UriOf(ns) : Slice(Uris[ns - Namespaces.FirstOwn]);

    /// <summary>The text of a prefix number; empty for the default namespace.</summary>
    public ReadOnlySpan<byte> PrefixOf(int prefix) => prefix == XmlParser.XmlPrefix ? "xml"u8 : Slice(Prefixes[prefix]);

    /// <summary>The number of a prefix, or -1 when the document does not use it.</summary>
    public int FindPrefix(ReadOnlySpan<byte> prefix)
    {
        for (var i = 0; i < Prefixes.Count; i++)
        {
            if (PrefixOf(i).SequenceEqual(prefix))
            {
                return i;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Nodes.Return();
        Attributes.Return();
        Declarations.Return();
        OuterDeclarations.Return();
        Uris.Return();
        Prefixes.Return();
        var bytes = _bytes;
        _bytes = [];
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    internal ReadOnlySpan<byte> Slice(ByteRange range) => _bytes.AsSpan(range.Start, range.Length);
}
