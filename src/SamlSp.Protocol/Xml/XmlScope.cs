namespace SamlSp.Protocol;

/// <summary>
/// The namespace declarations that are in scope at an element, for text that is parsed in its place: an encrypted element may rely on
/// declarations outside it.
/// </summary>
internal sealed class XmlScope
{
    private readonly List<(byte[] Prefix, byte[] Uri)> _declarations = [];

    private XmlScope() { }

    /// <summary>How many bytes the names take up.</summary>
    public int NamesLength { get; private set; }

    /// <summary>Reads the declarations of an element and of those around it; the innermost of a prefix counts.</summary>
    public static XmlScope FromElement(XmlElement element)
    {
        var scope = new XmlScope();
        var tree = element.Tree;
        var seen = new HashSet<int>();
        for (; element.Exists; element = element.Parent)
        {
            ref var node = ref tree.Nodes[element.Index];
            scope.Add(tree, tree.Declarations.Items.Slice(node.FirstDeclaration, node.DeclarationCount), seen);
        }

        scope.Add(tree, tree.OuterDeclarations.Items, seen);
        return scope;
    }

    /// <summary>Whether both have the same declarations.</summary>
    public bool IsSameAs(XmlScope other) =>
        _declarations.Count == other._declarations.Count
        && _declarations.TrueForAll(declaration =>
            other._declarations.Exists(o =>
                o.Prefix.AsSpan().SequenceEqual(declaration.Prefix) && o.Uri.AsSpan().SequenceEqual(declaration.Uri)
            )
        );

    /// <summary>Writes the names, one after the other, to the beginning of <paramref name="bytes"/>.</summary>
    public void CopyNames(Span<byte> bytes)
    {
        foreach (var (prefix, uri) in _declarations)
        {
            prefix.CopyTo(bytes);
            uri.CopyTo(bytes[prefix.Length..]);
            bytes = bytes[(prefix.Length + uri.Length)..];
        }
    }

    /// <summary>Declares all of them in a parser whose bytes begin with the names.</summary>
    public bool DeclareIn(ref XmlParser parser)
    {
        var start = 0;
        foreach (var (prefix, uri) in _declarations)
        {
            if (!parser.DeclareOuter(new(start, prefix.Length), new(start + prefix.Length, uri.Length)))
            {
                return false;
            }

            start += prefix.Length + uri.Length;
        }

        return true;
    }

    private void Add(XmlTree tree, ReadOnlySpan<XmlDeclaration> declarations, HashSet<int> seen)
    {
        foreach (var (prefix, ns) in declarations)
        {
            // An undeclared default namespace (xmlns="") is what a document starts with.
            if (!seen.Add(prefix) || ns == Namespaces.None)
            {
                continue;
            }

            var names = (Prefix: tree.PrefixOf(prefix).ToArray(), Uri: tree.UriOf(ns).ToArray());
            _declarations.Add(names);
            NamesLength += names.Prefix.Length + names.Uri.Length;
        }
    }
}
