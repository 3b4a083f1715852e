using System.Buffers;

namespace SamlSp.Protocol;

internal ref partial struct ExclusiveCanonicalizer
{
    private const int NotInclusive = -1;
    private static readonly SearchValues<byte> SpecialInText = SearchValues.Create("&<>\r"u8);
    private static readonly SearchValues<byte> SpecialInAttribute = SearchValues.Create("&<\"\t\n\r"u8);

    private void WriteStartTag(ref XmlNode node)
    {
        _undoMarks.Add(_undo.Count);
        if (_hasInclusive)
        {
            EnterScope(ref node);
        }

        _output.Write((byte)'<');
        _output.Write(_tree.Slice(node.Range));
        Render(node.Prefix, node.Namespace);
        for (var i = node.FirstAttribute; i < node.FirstAttribute + node.AttributeCount; i++)
        {
            ref var attribute = ref _tree.Attributes[i];
            if (attribute.Prefix > XmlParser.XmlPrefix)
            {
                Render(attribute.Prefix, attribute.Namespace);
            }
        }

        if (_hasInclusive)
        {
            for (var prefix = 0; prefix < _inclusive.Count; prefix++)
            {
                // 0 is an undeclared prefix, which is nothing to render, but an undeclared default namespace, which may be.
                if (_inclusive[prefix] > Namespaces.None || (_inclusive[prefix] == Namespaces.None && prefix == 0))
                {
                    Render(prefix, _inclusive[prefix]);
                }
            }
        }

        WriteDeclarations();
        WriteAttributes(ref node);
        _output.Write((byte)'>');
    }

    private void WriteEndTag(ref XmlNode node)
    {
        _output.Write("</"u8);
        _output.Write(_tree.Slice(node.Range));
        _output.Write((byte)'>');
        var mark = _undoMarks[_undoMarks.Count - 1];
        _undoMarks.RemoveFrom(_undoMarks.Count - 1);
        for (var i = _undo.Count - 1; i >= mark; i--)
        {
            // Entries for the scope of inclusive prefixes are written with the complement of the prefix.
            var (prefix, ns) = _undo[i];
            if (prefix >= 0)
            {
                _rendered[prefix] = ns;
            }
            else
            {
                _inclusive[~prefix] = ns;
            }
        }

        _undo.RemoveFrom(mark);
    }

    private void EnterScope(ref XmlNode node)
    {
        for (var i = node.FirstDeclaration; i < node.FirstDeclaration + node.DeclarationCount; i++)
        {
            var (prefix, ns) = _tree.Declarations[i];
            if (_inclusive[prefix] == NotInclusive)
            {
                continue;
            }

            _undo.Add(new(~prefix, _inclusive[prefix]));
            _inclusive[prefix] = ns;
        }
    }

    /// <summary>Notes a declaration for the present start tag, unless an output ancestor has rendered the same one.</summary>
    private void Render(int prefix, int ns)
    {
        if (prefix == XmlParser.XmlPrefix || _rendered[prefix] == ns)
        {
            return;
        }

        _undo.Add(new(prefix, _rendered[prefix]));
        _rendered[prefix] = ns;
        _pending.Add(new(prefix, ns));
    }

    /// <summary>Declarations in the order of their prefixes, the default namespace first.</summary>
    private void WriteDeclarations()
    {
        var pending = _pending.Items;
        for (var i = 1; i < pending.Length; i++)
        {
            for (var j = i; j > 0 && _tree.PrefixOf(pending[j].Prefix).SequenceCompareTo(_tree.PrefixOf(pending[j - 1].Prefix)) < 0; j--)
            {
                (pending[j], pending[j - 1]) = (pending[j - 1], pending[j]);
            }
        }

        foreach (ref readonly var declaration in pending)
        {
            _output.Write(" xmlns"u8);
            if (declaration.Prefix != 0)
            {
                _output.Write((byte)':');
                _output.Write(_tree.PrefixOf(declaration.Prefix));
            }

            WriteValue(_tree.UriOf(declaration.Namespace));
        }

        _pending.RemoveFrom(0);
    }

    /// <summary>
    /// Attributes in the order of their namespace URIs, those without first, then of their local names. UTF-8 bytes order as code points
    /// do.
    /// </summary>
    private void WriteAttributes(ref XmlNode node)
    {
        if (node.AttributeCount == 0)
        {
            return;
        }

        _sorted.RemoveFrom(0);
        for (var i = node.FirstAttribute; i < node.FirstAttribute + node.AttributeCount; i++)
        {
            _sorted.Add(i);
        }

        var sorted = _sorted.Items;
        for (var i = 1; i < sorted.Length; i++)
        {
            for (var j = i; j > 0 && Compare(_tree, ref _tree.Attributes[sorted[j]], ref _tree.Attributes[sorted[j - 1]]) < 0; j--)
            {
                (sorted[j], sorted[j - 1]) = (sorted[j - 1], sorted[j]);
            }
        }

        foreach (var i in sorted)
        {
            ref var attribute = ref _tree.Attributes[i];
            _output.Write((byte)' ');
            _output.Write(_tree.Slice(attribute.Name));
            WriteValue(_tree.Slice(attribute.Value));
        }
    }

    private static int Compare(XmlTree tree, ref XmlAttributeNode left, ref XmlAttributeNode right)
    {
        var byNamespace = left.Namespace == right.Namespace ? 0 : tree.UriOf(left.Namespace).SequenceCompareTo(tree.UriOf(right.Namespace));
        return byNamespace != 0
            ? byNamespace
            : XmlParser
                .Local(tree.Bytes, left.Name, left.LocalStart)
                .SequenceCompareTo(XmlParser.Local(tree.Bytes, right.Name, right.LocalStart));
    }

    private readonly void WriteValue(ReadOnlySpan<byte> value)
    {
        _output.Write("=\""u8);
        WriteEscaped(value, SpecialInAttribute);
        _output.Write((byte)'"');
    }

    private readonly void WriteText(ReadOnlySpan<byte> text) => WriteEscaped(text, SpecialInText);

    private readonly void WriteEscaped(ReadOnlySpan<byte> value, SearchValues<byte> specials)
    {
        for (var run = value.IndexOfAny(specials); run >= 0; run = value.IndexOfAny(specials))
        {
            _output.Write(value[..run]);
            _output.Write(
                value[run] switch
                {
                    (byte)'&' => "&amp;"u8,
                    (byte)'<' => "&lt;"u8,
                    (byte)'>' => "&gt;"u8,
                    (byte)'"' => "&quot;"u8,
                    (byte)'\t' => "&#x9;"u8,
                    (byte)'\n' => "&#xA;"u8,
                    _ => "&#xD;"u8,
                }
            );
            value = value[(run + 1)..];
        }

        _output.Write(value);
    }
}
