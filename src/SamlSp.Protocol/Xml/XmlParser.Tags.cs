namespace SamlSp.Protocol;

internal ref partial struct XmlParser
{
    /// <summary>The tag at the position, which is a <c>&lt;</c> inside the document element.</summary>
    private bool ReadTag()
    {
        var next = _position + 1 < _bytes.Length ? _bytes[_position + 1] : default;
        return next switch
        {
            (byte)'/' => ReadEndTag(),
            (byte)'!' => Fail(XmlRefusals.DocumentType),
            _ => ReadStartTag(),
        };
    }

    private bool ReadEndTag()
    {
        ref var element = ref _tree.Nodes[_open];
        var rest = _bytes[(_position + 2)..];
        var name = _bytes.Slice(element.Range.Start, element.Range.Length);
        if (!rest.StartsWith(name))
        {
            return Fail(XmlRefusals.TagMismatch);
        }

        _position += 2 + name.Length;
        SkipSpace();
        if (_position >= _bytes.Length || _bytes[_position] != '>')
        {
            return Fail(XmlRefusals.TagMismatch);
        }

        _position++;
        Close();
        return true;
    }

    private bool ReadStartTag()
    {
        // (1) Bounds.
        _position++;
        if (++_elements > _limits.MaximumElements)
        {
            return Fail(XmlRefusals.TooManyElements);
        }

        if (_depth >= _limits.MaximumDepth)
        {
            return Fail(XmlRefusals.TooDeep);
        }

        _declaresXml = false;

        // (2) The name, and then attributes and declarations up to the end of the tag.
        var element = new XmlNode
        {
            FirstChild = -1,
            FirstAttribute = _tree.Attributes.Count,
            FirstDeclaration = _tree.Declarations.Count,
        };
        if (!ReadName(out element.Range, out element.LocalStart))
        {
            return false;
        }

        while (true)
        {
            var before = _position;
            SkipSpace();
            if (_position >= _bytes.Length)
            {
                return Fail(XmlRefusals.NotWellFormed);
            }

            if (_bytes[_position] is (byte)'>' or (byte)'/')
            {
                break;
            }

            if (before == _position)
            {
                return Fail(XmlRefusals.NotWellFormed);
            }

            if (!ReadAttribute(ref element))
            {
                return false;
            }
        }

        // (3) Prefixes, once all declarations of the tag are known.
        if (!ResolveNames(ref element))
        {
            return false;
        }

        // (4) The node: open, or closed at once for an empty-element tag.
        var index = Append(element);
        var empty = _bytes[_position++] == '/';
        if (empty && (_position >= _bytes.Length || _bytes[_position++] != '>'))
        {
            return Fail(XmlRefusals.NotWellFormed);
        }

        _tree.Nodes[index].ContentStart = _position;
        _open = index;
        _lastChild = -1;
        _depth++;
        if (empty)
        {
            Close();
        }

        return true;
    }

    /// <summary>Leaves the open element: its namespace declarations go out of scope.</summary>
    private void Close()
    {
        ref var element = ref _tree.Nodes[_open];
        for (var i = 0; i < element.DeclarationCount; i++)
        {
            var (prefix, ns) = _shadowed[_shadowed.Count - 1];
            _shadowed.RemoveFrom(_shadowed.Count - 1);
            _bindings[prefix] = ns;
        }

        element.End = _position;
        _lastChild = _open;
        _open = element.Parent;
        _depth--;
    }

    private int Append(XmlNode node)
    {
        node.Parent = _open;
        node.Next = -1;
        var index = _tree.Nodes.Add(node);
        if (_lastChild >= 0)
        {
            _tree.Nodes[_lastChild].Next = index;
        }
        else if (_open >= 0)
        {
            _tree.Nodes[_open].FirstChild = index;
        }

        _lastChild = index;
        return index;
    }

    /// <summary>A qualified name at the position.</summary>
    private bool ReadName(out ByteRange name, out int localStart)
    {
        var start = _position;
        localStart = start;
        var length = XmlNames.Measure(_bytes[start..]);
        _position += length;
        if (length > 0 && _position < _bytes.Length && _bytes[_position] == ':')
        {
            localStart = ++_position;
            length = XmlNames.Measure(_bytes[localStart..]);
            _position += length;
        }

        name = new(start, _position - start);
        return length > 0 || Fail(XmlRefusals.NotWellFormed);
    }

    private bool ReadAttribute(ref XmlNode element)
    {
        if (!ReadName(out var name, out var localStart))
        {
            return false;
        }

        SkipSpace();
        if (_position >= _bytes.Length || _bytes[_position] != '=')
        {
            return Fail(XmlRefusals.NotWellFormed);
        }

        _position++;
        SkipSpace();
        if (!ReadValue(out var value))
        {
            return false;
        }

        var isFull = element.AttributeCount + element.DeclarationCount == _limits.MaximumAttributesPerElement;
        if (isFull && !_options.HasFlag(XmlOptions.Canonical))
        {
            return Fail(XmlRefusals.TooManyAttributes);
        }

        var qualified = _bytes.Slice(name.Start, name.Length);
        if (qualified.StartsWith("xmlns"u8) && (name.Length == 5 || qualified[5] == ':'))
        {
            return Declare(ref element, localStart == name.Start ? default : new(localStart, name.Start + name.Length - localStart), value);
        }

        if (_tree.Attributes.Count == _limits.MaximumAttributes)
        {
            return Fail(XmlRefusals.TooManyAttributes);
        }

        _tree.Attributes.Add(
            new()
            {
                Name = name,
                LocalStart = localStart,
                Value = value,
            }
        );
        element.AttributeCount++;
        return true;
    }
}
