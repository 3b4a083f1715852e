namespace SamlSp.Protocol;

/// <summary>
/// Exclusive XML Canonicalization 1.0 without comments of an element and what is in it
/// (<c>http://www.w3.org/2001/10/xml-exc-c14n#</c>), less one descendant: the Signature, for an enveloped signature. How to use it:
/// <code>
/// using var output = new ByteBuffer(4096, maximum);
/// ExclusiveCanonicalizer.Write(element, omit: signature, inclusivePrefixes: "xs #default"u8, output);   // omit: default for none
/// if (output.Overflowed) ...                                                                          // canonical form over the maximum
/// </code>
/// </summary>
internal ref partial struct ExclusiveCanonicalizer
{
    private const int NotRendered = -1;
    private readonly XmlTree _tree;
    private readonly ByteBuffer _output;
    private readonly int _omit;

    // By prefix number: the namespace that the nearest output ancestor rendered for it. What an element rendered is undone at its end.
    private PooledList<int> _rendered = new(16);
    private PooledList<XmlDeclaration> _undo = new(32);
    private PooledList<int> _undoMarks = new(32);

    // By prefix number: whether the InclusiveNamespaces PrefixList names it, and then the namespace in scope.
    private PooledList<int> _inclusive = new(16);
    private bool _hasInclusive;

    private PooledList<XmlDeclaration> _pending = new(16);
    private PooledList<int> _sorted = new(16);

    private ExclusiveCanonicalizer(XmlTree tree, int omit, ByteBuffer output)
    {
        _tree = tree;
        _omit = omit;
        _output = output;
    }

    /// <summary>Writes the canonical form of <paramref name="apex"/>.</summary>
    /// <param name="apex">The element.</param>
    /// <param name="omit">A descendant to leave out with all its content; default for none.</param>
    /// <param name="inclusivePrefixes">The PrefixList: prefixes separated by white space, <c>#default</c> for the default namespace;
    /// usually empty.</param>
    /// <param name="output">Where to; its bound protects against canonical forms that grow out of proportion.</param>
    public static void Write(XmlElement apex, XmlElement omit, ReadOnlySpan<byte> inclusivePrefixes, ByteBuffer output)
    {
        var canonicalizer = new ExclusiveCanonicalizer(apex.Tree, omit.Exists ? omit.Index : -1, output);
        canonicalizer.Prepare(apex, inclusivePrefixes);
        canonicalizer.Walk(apex.Index);
        canonicalizer.Return();
    }

    private void Prepare(XmlElement apex, ReadOnlySpan<byte> inclusivePrefixes)
    {
        for (var i = 0; i < _tree.Prefixes.Count; i++)
        {
            _rendered.Add(i == 0 ? Namespaces.None : NotRendered);
            _inclusive.Add(NotInclusive);
        }

        foreach (var range in inclusivePrefixes.SplitAny(" \t\r\n"u8))
        {
            var token = inclusivePrefixes[range];
            var prefix =
                token.SequenceEqual("#default"u8) ? 0
                : token.IsEmpty ? -1
                : _tree.FindPrefix(token);
            if (prefix is < 0 or XmlParser.XmlPrefix || _inclusive[prefix] != NotInclusive)
            {
                continue;
            }

            _hasInclusive = true;
            _inclusive[prefix] = ScopeAt(apex.Parent, prefix);
        }
    }

    /// <summary>The namespace that a prefix is bound to at an element; at no element, that of the tree's outer scope.</summary>
    private readonly int ScopeAt(XmlElement element, int prefix)
    {
        for (; element.Exists; element = element.Parent)
        {
            ref var node = ref _tree.Nodes[element.Index];
            for (var i = node.FirstDeclaration; i < node.FirstDeclaration + node.DeclarationCount; i++)
            {
                if (_tree.Declarations[i].Prefix == prefix)
                {
                    return _tree.Declarations[i].Namespace;
                }
            }
        }

        foreach (var (outer, ns) in _tree.OuterDeclarations.Items)
        {
            if (outer == prefix)
            {
                return ns;
            }
        }

        return Namespaces.None;
    }

    /// <summary>Document order without recursion.</summary>
    private void Walk(int apex)
    {
        var current = apex;
        while (!_output.Overflowed)
        {
            ref var node = ref _tree.Nodes[current];
            if (current == _omit) { }
            else if (!node.IsElement)
            {
                WriteText(_tree.Slice(node.Range));
            }
            else
            {
                WriteStartTag(ref node);
                if (node.FirstChild >= 0)
                {
                    current = node.FirstChild;
                    continue;
                }

                WriteEndTag(ref node);
            }

            while (current != apex && _tree.Nodes[current].Next < 0)
            {
                current = _tree.Nodes[current].Parent;
                WriteEndTag(ref _tree.Nodes[current]);
            }

            if (current == apex)
            {
                return;
            }

            current = _tree.Nodes[current].Next;
        }
    }

    private void Return()
    {
        _rendered.Return();
        _undo.Return();
        _undoMarks.Return();
        _inclusive.Return();
        _pending.Return();
        _sorted.Return();
    }
}
