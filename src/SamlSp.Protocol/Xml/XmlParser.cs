using System.Text;
using System.Text.Unicode;

namespace SamlSp.Protocol;

/// <summary>Fills an <see cref="XmlTree"/> from bytes, decoding values in place. Iterative: nesting costs no stack.</summary>
internal ref partial struct XmlParser
{
    public const int XmlPrefix = 1;
    private const int MaximumPrefixes = 256;
    private readonly XmlTree _tree;
    private readonly Span<byte> _bytes;
    private readonly VerifierLimits _limits;
    private readonly XmlOptions _options;
    private readonly int _start;
    private readonly bool _hasSectionEnd;
    private PooledList<int> _bindings = new(16);
    private PooledList<XmlDeclaration> _shadowed = new(32);
    private NameIndex _prefixIndex;
    private NameIndex _uriIndex;
    private int _position;
    private int _open = -1;
    private int _lastChild = -1;
    private int _depth;
    private int _elements;
    private bool _declaresXml;

    /// <summary>
    /// A parser of <paramref name="bytes"/> from <paramref name="start"/> on; what is before it are names of the outer scope.
    /// </summary>
    public XmlParser(XmlTree tree, Span<byte> bytes, int start, VerifierLimits limits, XmlOptions options)
    {
        _tree = tree;
        _bytes = bytes;
        _limits = limits;
        _options = options;
        _start = start;
        _position = start;
        _hasSectionEnd = bytes.IndexOf("]]>"u8) >= 0;
        tree.Prefixes.Add(default);
        tree.Prefixes.Add(default);
        _bindings.Add(Namespaces.None);
        _bindings.Add(Namespaces.Xml);
    }

    /// <summary>Why parsing failed.</summary>
    public Refusal? Refusal { get; private set; }

    public static ReadOnlySpan<byte> Local(ReadOnlySpan<byte> bytes, ByteRange name, int localStart) =>
        bytes[localStart..(name.Start + name.Length)];

    /// <summary>
    /// Binds a prefix as an element around the document would. Both names are ranges of the bytes before the document. False when there are
    /// too many.
    /// </summary>
    public bool DeclareOuter(ByteRange prefixName, ByteRange uri)
    {
        var ns = InternUri(_bytes.Slice(uri.Start, uri.Length), uri);
        var prefix = InternPrefix(prefixName);
        if (ns == Undeclared || prefix < 0)
        {
            return Fail(XmlRefusals.TooManyNamespaces);
        }

        _bindings[prefix] = ns;
        _tree.OuterDeclarations.Add(new(prefix, ns));
        return true;
    }

    public bool Parse()
    {
        var isCanonical = _options.HasFlag(XmlOptions.Canonical);
        if (_bytes.Length - _start > (isCanonical ? _limits.MaximumCanonicalBytes : _limits.MaximumBytes))
        {
            return Fail(XmlRefusals.TooManyBytes);
        }

        if (!CheckCharacters() || !ReadProlog() || !ReadStartTag())
        {
            return false;
        }

        while (_open >= 0)
        {
            if (!ReadText() || !ReadTag())
            {
                return false;
            }
        }

        return ReadMiscellaneous()
            && (_position == _bytes.Length || Fail(StartsWith("<!DOCTYPE"u8) ? XmlRefusals.DocumentType : XmlRefusals.OutsideRoot));
    }

    public void Dispose()
    {
        _bindings.Return();
        _shadowed.Return();
        _prefixIndex.Return();
        _uriIndex.Return();
    }

    /// <summary>UTF-8 and the Char production (XML 1.0 2.2), for the whole document at once.</summary>
    private bool CheckCharacters()
    {
        if (!Ascii.IsValid(_bytes))
        {
            if (!Utf8.IsValid(_bytes))
            {
                return Fail(XmlRefusals.Encoding);
            }

            if (_bytes.IndexOf("\uFFFE"u8) >= 0 || _bytes.IndexOf("\uFFFF"u8) >= 0)
            {
                return Fail(XmlRefusals.Character);
            }
        }

        return !_bytes.ContainsAny(XmlCharacters.ForbiddenControls) || Fail(XmlRefusals.Character);
    }

    private bool ReadProlog()
    {
        if (StartsWith("\uFEFF"u8))
        {
            _position += 3;
        }

        if (_position == _bytes.Length)
        {
            return Fail(XmlRefusals.Empty);
        }

        if (StartsWith("<?xml"u8) && XmlCharacters.IsSpaceAt(_bytes, _position + 5) && !ReadXmlDeclaration())
        {
            return false;
        }

        if (!ReadMiscellaneous())
        {
            return false;
        }

        if (StartsWith("<!DOCTYPE"u8))
        {
            return Fail(XmlRefusals.DocumentType);
        }

        return (_position < _bytes.Length && _bytes[_position] == '<') || Fail(XmlRefusals.OutsideRoot);
    }

    /// <summary>White space outside the document element, and comments and processing instructions where they are allowed.</summary>
    private bool ReadMiscellaneous()
    {
        while (true)
        {
            SkipSpace();
            if (StartsWith("<!--"u8))
            {
                if (!SkipComment())
                {
                    return false;
                }
            }
            else if (!StartsWith("<?"u8))
            {
                return true;
            }
            else if (!SkipInstruction(XmlOptions.AllowOuterInstructions))
            {
                return false;
            }
        }
    }

    /// <summary>A processing instruction (XML 1.0 2.6), where the option allows it.</summary>
    private bool SkipInstruction(XmlOptions required)
    {
        if (!_options.HasFlag(required))
        {
            return Fail(XmlRefusals.ProcessingInstruction);
        }

        var body = _bytes[(_position + 2)..];
        var target = XmlNames.Measure(body);
        var end = body.IndexOf("?>"u8);
        if (target == 0 || end < target || Ascii.EqualsIgnoreCase(body[..target], "xml"u8))
        {
            return Fail(XmlRefusals.NotWellFormed);
        }

        if (end > target && !XmlCharacters.IsSpaceAt(body, target))
        {
            return Fail(XmlRefusals.NotWellFormed);
        }

        _position += 2 + end + 2;
        return true;
    }

    private bool SkipComment()
    {
        if (!_options.HasFlag(XmlOptions.AllowComments))
        {
            return Fail(XmlRefusals.Comment);
        }

        var body = _bytes[(_position + 4)..];
        var end = body.IndexOf("--"u8);
        if (end < 0 || end + 2 >= body.Length || body[end + 2] != '>')
        {
            return Fail(XmlRefusals.NotWellFormed);
        }

        _position += 4 + end + 3;
        return true;
    }

    private void SkipSpace()
    {
        while (XmlCharacters.IsSpaceAt(_bytes, _position))
        {
            _position++;
        }
    }

    private readonly bool StartsWith(ReadOnlySpan<byte> bytes) => _bytes[_position..].StartsWith(bytes);

    private bool Fail(Refusal refusal)
    {
        Refusal = refusal;
        return false;
    }
}
