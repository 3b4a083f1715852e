namespace SamlSp.Protocol;

internal ref partial struct XmlParser
{
    private const int Undeclared = -1;

    // As for prefixes, no document needs as many.
    private const int MaximumUris = 256;

    /// <summary>
    /// A namespace declaration; stricter than Namespaces in XML 1.0 in that a URI cannot be relative. The prefix <c>xml</c> may be declared
    /// with its own URI. That changes nothing, and canonicalization never writes it (Canonical XML 1.0 2.3), so it is not kept.
    /// </summary>
    private bool Declare(ref XmlNode element, ByteRange prefixName, ByteRange value)
    {
        // (1) Bounds.
        if (_tree.Declarations.Count == _limits.MaximumNamespaceDeclarations && !_options.HasFlag(XmlOptions.Canonical))
        {
            return Fail(XmlRefusals.TooManyNamespaces);
        }

        var uri = _bytes.Slice(value.Start, value.Length);
        var name = _bytes.Slice(prefixName.Start, prefixName.Length);
        var ns = InternUri(uri, value);
        if (ns == Undeclared)
        {
            return Fail(XmlRefusals.TooManyNamespaces);
        }

        // (2) The reserved prefixes, and names that are empty or relative.
        if (name.SequenceEqual("xml"u8) && ns == Namespaces.Xml)
        {
            var again = _declaresXml;
            _declaresXml = true;
            return !again || Fail(XmlRefusals.DuplicateAttribute);
        }

        if (name.SequenceEqual("xml"u8) || ns == Namespaces.Xml)
        {
            return Fail(XmlRefusals.PrefixXml);
        }

        if (name.SequenceEqual("xmlns"u8) || ns == Namespaces.Xmlns)
        {
            return Fail(XmlRefusals.PrefixXmlns);
        }

        if (ns == Namespaces.None ? name.Length > 0 : !IsAbsolute(uri))
        {
            return Fail(ns == Namespaces.None ? XmlRefusals.EmptyNamespace : XmlRefusals.RelativeNamespace);
        }

        // (3) The prefix, once for each element.
        var prefix = InternPrefix(prefixName);
        if (prefix < 0)
        {
            return Fail(XmlRefusals.TooManyNamespaces);
        }

        foreach (ref readonly var earlier in _tree.Declarations.Items[element.FirstDeclaration..])
        {
            if (earlier.Prefix == prefix)
            {
                return Fail(XmlRefusals.DuplicateAttribute);
            }
        }

        // (4) The binding, in place of the one of an outer element.
        _tree.Declarations.Add(new(prefix, ns));
        element.DeclarationCount++;
        _shadowed.Add(new(prefix, _bindings[prefix]));
        _bindings[prefix] = ns;
        return true;
    }

    /// <summary>Resolves the prefixes of an element and its attributes, once all its declarations are known.</summary>
    private bool ResolveNames(ref XmlNode element)
    {
        if (!Resolve(element.Range, element.LocalStart, out element.Prefix, out element.Namespace))
        {
            return false;
        }

        var attributes = _tree.Attributes.Items[element.FirstAttribute..];
        for (var i = 0; i < attributes.Length; i++)
        {
            ref var attribute = ref attributes[i];
            var local = Local(_bytes, attribute.Name, attribute.LocalStart);
            if (attribute.LocalStart != attribute.Name.Start)
            {
                if (!Resolve(attribute.Name, attribute.LocalStart, out attribute.Prefix, out attribute.Namespace))
                {
                    return false;
                }

                if (attribute.Prefix == XmlPrefix && local.SequenceEqual("xmlns"u8))
                {
                    return Fail(XmlRefusals.PrefixXmlns);
                }
            }

            for (var j = 0; j < i; j++)
            {
                if (
                    attributes[j].Namespace == attribute.Namespace
                    && local.SequenceEqual(Local(_bytes, attributes[j].Name, attributes[j].LocalStart))
                )
                {
                    return Fail(XmlRefusals.DuplicateAttribute);
                }
            }
        }

        return true;
    }

    private bool Resolve(ByteRange name, int localStart, out int prefix, out int ns)
    {
        prefix = localStart == name.Start ? 0 : InternPrefix(new(name.Start, localStart - 1 - name.Start));
        ns = prefix < 0 ? Undeclared : _bindings[prefix];
        return ns != Undeclared || Fail(XmlRefusals.Prefix);
    }

    /// <summary>The number of a prefix: 0 for none, 1 for <c>xml</c>; -1 when there are too many.</summary>
    private int InternPrefix(ByteRange range)
    {
        if (range.Length == 0)
        {
            return 0;
        }

        var name = _bytes.Slice(range.Start, range.Length);
        var known = _prefixIndex.Find(name, _bytes, _tree.Prefixes.Items);
        if (known >= 0)
        {
            return known;
        }

        if (name.SequenceEqual("xml"u8))
        {
            return XmlPrefix;
        }

        if (_tree.Prefixes.Count == MaximumPrefixes)
        {
            return -1;
        }

        _bindings.Add(Undeclared);
        return _tree.Prefixes.Add(range);
    }

    /// <summary>The number of a URI; <see cref="Undeclared"/> when there are too many.</summary>
    private int InternUri(ReadOnlySpan<byte> uri, ByteRange range)
    {
        var known = Namespaces.Find(uri);
        if (known >= 0)
        {
            return known;
        }

        var earlier = _uriIndex.Find(uri, _bytes, _tree.Uris.Items);
        if (earlier >= 0)
        {
            return Namespaces.FirstOwn + earlier;
        }

        return _tree.Uris.Count == MaximumUris ? Undeclared : Namespaces.FirstOwn + _tree.Uris.Add(range);
    }

    /// <summary>Whether the URI begins with a scheme (RFC 3986 3.1).</summary>
    private static bool IsAbsolute(ReadOnlySpan<byte> uri)
    {
        var colon = uri.IndexOf((byte)':');
        if (colon < 1 || !char.IsAsciiLetter((char)uri[0]))
        {
            return false;
        }

        foreach (var value in uri[..colon])
        {
            if (!char.IsAsciiLetterOrDigit((char)value) && value is not ((byte)'+' or (byte)'-' or (byte)'.'))
            {
                return false;
            }
        }

        return true;
    }
}
