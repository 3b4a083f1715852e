using System.Text;

namespace SamlSp.Protocol;

internal ref partial struct XmlParser
{
    /// <summary>The XML declaration: version 1.0, encoding UTF-8 if any, standalone if any, in this order (XML 1.0 2.8).</summary>
    private bool ReadXmlDeclaration()
    {
        _position += 5;
        if (!TryReadPseudoAttribute("version"u8, out var version) || !version.SequenceEqual("1.0"u8))
        {
            return Fail(XmlRefusals.Declaration);
        }

        if (
            TryReadPseudoAttribute("encoding"u8, out var encoding)
            && !_options.HasFlag(XmlOptions.IgnoreEncoding)
            && !Ascii.EqualsIgnoreCase(encoding, "UTF-8"u8)
        )
        {
            return Fail(XmlRefusals.Declaration);
        }

        if (
            TryReadPseudoAttribute("standalone"u8, out var standalone)
            && !standalone.SequenceEqual("yes"u8)
            && !standalone.SequenceEqual("no"u8)
        )
        {
            return Fail(XmlRefusals.Declaration);
        }

        SkipSpace();
        if (!StartsWith("?>"u8))
        {
            return Fail(XmlRefusals.Declaration);
        }

        _position += 2;
        return true;
    }

    private bool TryReadPseudoAttribute(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var start = _position;
        SkipSpace();
        if (_position == start || !StartsWith(name))
        {
            _position = start;
            return false;
        }

        _position += name.Length;
        SkipSpace();
        var rest = _bytes[_position..];
        if (rest.Length > 1 && rest[0] == '=')
        {
            _position++;
            SkipSpace();
            rest = _bytes[_position..];
            if (rest.Length > 1 && rest[0] is (byte)'"' or (byte)'\'')
            {
                var end = rest[1..].IndexOf(rest[0]);
                if (end >= 0)
                {
                    value = rest.Slice(1, end);
                    _position += end + 2;
                    return true;
                }
            }
        }

        _position = start;
        return false;
    }
}
