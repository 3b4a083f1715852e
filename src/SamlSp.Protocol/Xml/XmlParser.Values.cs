using System.Buffers;
using System.Text;

namespace SamlSp.Protocol;

internal ref partial struct XmlParser
{
    private static readonly SearchValues<byte> SpecialInDoubleQuotes = SearchValues.Create("\"&<\t\n\r"u8);
    private static readonly SearchValues<byte> SpecialInSingleQuotes = SearchValues.Create("'&<\t\n\r"u8);

    /// <summary>
    /// Character data up to the next tag becomes one text node: references replaced, line ends normalised (XML 1.0 2.11). The text is never
    /// longer than its source, so it is written in place.
    /// </summary>
    private bool ReadText()
    {
        var start = _position;
        var end = start;
        while (true)
        {
            var rest = _bytes[_position..];
            var run = rest.IndexOfAny((byte)'<', (byte)'&', (byte)'\r');
            if (run < 0)
            {
                return Fail(XmlRefusals.NotWellFormed);
            }

            if (_hasSectionEnd && rest[..run].IndexOf("]]>"u8) >= 0)
            {
                return Fail(XmlRefusals.NotWellFormed);
            }

            Keep(run, ref end);
            var special = _bytes[_position];
            if (special == '\r')
            {
                _position += XmlLineEnd();
                _bytes[end++] = (byte)'\n';
            }
            else if (special == '&')
            {
                if (!ReadReference(ref end))
                {
                    return false;
                }
            }
            else if (StartsWith("<!--"u8))
            {
                if (!SkipComment())
                {
                    return false;
                }
            }
            else if (StartsWith("<?"u8))
            {
                if (!SkipInstruction(XmlOptions.AllowInnerInstructions))
                {
                    return false;
                }
            }
            else if (!StartsWith("<![CDATA["u8))
            {
                break;
            }
            else if (!ReadCharacterData(ref end))
            {
                return false;
            }
        }

        if (end > start)
        {
            Append(new XmlNode { Range = new(start, end - start), FirstChild = -1 });
        }

        return true;
    }

    /// <summary>A CDATA section (XML 1.0 2.7) is part of the text, where it is allowed: only its line ends are normalised.</summary>
    private bool ReadCharacterData(ref int end)
    {
        if (!_options.HasFlag(XmlOptions.AllowCharacterData))
        {
            return Fail(XmlRefusals.CharacterData);
        }

        _position += "<![CDATA["u8.Length;
        var length = _bytes[_position..].IndexOf("]]>"u8);
        if (length < 0)
        {
            return Fail(XmlRefusals.NotWellFormed);
        }

        var close = _position + length;
        while (_position < close)
        {
            var rest = _bytes[_position..close];
            var run = rest.IndexOf((byte)'\r');
            Keep(run < 0 ? rest.Length : run, ref end);
            if (run >= 0)
            {
                _position += XmlLineEnd();
                _bytes[end++] = (byte)'\n';
            }
        }

        _position = close + "]]>"u8.Length;
        return true;
    }

    /// <summary>
    /// An attribute value from its quote to behind the closing one: references replaced, white space normalised (XML 1.0 3.3.3).
    /// </summary>
    private bool ReadValue(out ByteRange value)
    {
        value = default;
        if (_position >= _bytes.Length || _bytes[_position] is not ((byte)'"' or (byte)'\''))
        {
            return Fail(XmlRefusals.NotWellFormed);
        }

        var quote = _bytes[_position++];
        var specials = quote == '"' ? SpecialInDoubleQuotes : SpecialInSingleQuotes;
        var start = _position;
        var end = start;
        while (true)
        {
            var run = _bytes[_position..].IndexOfAny(specials);
            if (run < 0)
            {
                return Fail(XmlRefusals.NotWellFormed);
            }

            Keep(run, ref end);
            switch (_bytes[_position])
            {
                case (byte)'<':
                    return Fail(XmlRefusals.NotWellFormed);
                case (byte)'&':
                    if (!ReadReference(ref end))
                    {
                        return false;
                    }

                    break;
                case (byte)'\t' or (byte)'\n':
                    _position++;
                    _bytes[end++] = (byte)' ';
                    break;
                case (byte)'\r':
                    _position += XmlLineEnd();
                    _bytes[end++] = (byte)' ';
                    break;
                default:
                    _position++;
                    value = new(start, end - start);
                    return true;
            }
        }
    }

    private void Keep(int run, ref int end)
    {
        if (end != _position)
        {
            _bytes.Slice(_position, run).CopyTo(_bytes[end..]);
        }

        end += run;
        _position += run;
    }

    private readonly int XmlLineEnd() => _position + 1 < _bytes.Length && _bytes[_position + 1] == '\n' ? 2 : 1;

    /// <summary>A predefined entity or a character reference (XML 1.0 4.1, 4.6).</summary>
    private bool ReadReference(ref int end)
    {
        var rest = _bytes[(_position + 1)..];
        if (rest.StartsWith("#"u8))
        {
            return ReadCharacterReference(ref end);
        }

        var (replacement, length) = rest switch
        {
            _ when rest.StartsWith("amp;"u8) => ((byte)'&', 5),
            _ when rest.StartsWith("lt;"u8) => ((byte)'<', 4),
            _ when rest.StartsWith("gt;"u8) => ((byte)'>', 4),
            _ when rest.StartsWith("quot;"u8) => ((byte)'"', 6),
            _ when rest.StartsWith("apos;"u8) => ((byte)'\'', 6),
            _ => default,
        };
        if (length == 0)
        {
            var name = XmlNames.Measure(rest);
            return Fail(name > 0 && name < rest.Length && rest[name] == ';' ? XmlRefusals.Entity : XmlRefusals.NotWellFormed);
        }

        _position += length;
        _bytes[end++] = replacement;
        return true;
    }

    private bool ReadCharacterReference(ref int end)
    {
        var i = _position + 2;
        var radix = i < _bytes.Length && _bytes[i] == 'x' ? 16 : 10;
        if (radix == 16)
        {
            i++;
        }

        var first = i;
        var value = 0;
        for (; i < _bytes.Length && _bytes[i] != ';'; i++)
        {
            var c = (char)_bytes[i];
            if (!(radix == 16 ? char.IsAsciiHexDigit(c) : char.IsAsciiDigit(c)))
            {
                return Fail(XmlRefusals.NotWellFormed);
            }

            value = Math.Min((value * radix) + (char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10), 0x110000);
        }

        if (i == first || i >= _bytes.Length)
        {
            return Fail(XmlRefusals.NotWellFormed);
        }

        if (!XmlCharacters.IsCharacter(value))
        {
            return Fail(XmlRefusals.Character);
        }

        _position = i + 1;
        end += new Rune(value).EncodeToUtf8(_bytes[end..]);
        return true;
    }
}
