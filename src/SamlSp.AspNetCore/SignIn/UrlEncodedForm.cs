using System.Text;

namespace SamlSp.AspNetCore;

/// <summary>
/// Reads <c>application/x-www-form-urlencoded</c> in the place where it lies, without strings or copies of the values: a Response is some
/// 12 KB of base64 that its verifier takes as bytes.
/// </summary>
internal static class UrlEncodedForm
{
    /// <summary>The fields in their order, decoded: the values are parts of <paramref name="body"/>, which this overwrites.</summary>
    /// <param name="body">The bytes of the form.</param>
    /// <param name="maxFields">How many fields there may be.</param>
    /// <param name="maxNameLength">How many bytes a name may have as it was sent.</param>
    /// <returns>Null when there are too many fields, or one has too long a name.</returns>
    public static List<(string Name, ReadOnlyMemory<byte> Value)>? Read(Memory<byte> body, int maxFields, int maxNameLength)
    {
        var fields = new List<(string, ReadOnlyMemory<byte>)>();
        while (!body.IsEmpty)
        {
            var field = body.Span.IndexOf((byte)'&') is var end and >= 0 ? body[..end] : body;
            var name = field.Span.IndexOf((byte)'=') is var equals and >= 0 ? equals : field.Length;
            if (fields.Count == maxFields || name > maxNameLength)
            {
                return null;
            }

            var value = field[Math.Min(name + 1, field.Length)..];
            fields.Add((Encoding.UTF8.GetString(field.Span[..Decode(field.Span[..name])]), value[..Decode(value.Span)]));
            body = body[Math.Min(field.Length + 1, body.Length)..];
        }

        return fields;
    }

    /// <summary>Decodes in place; a percent sign without two hexadecimal digits stays what it is.</summary>
    /// <returns>How many bytes there are now.</returns>
    private static int Decode(Span<byte> bytes)
    {
        var written = 0;
        for (var rest = bytes; ; )
        {
            var plain = rest.IndexOfAny((byte)'%', (byte)'+') is var special and >= 0 ? special : rest.Length;
            if (written < bytes.Length - rest.Length)
            {
                rest[..plain].CopyTo(bytes[written..]);
            }

            written += plain;
            if (plain == rest.Length)
            {
                return written;
            }

            var (value, length) =
                rest[plain] == '+' ? ((byte)' ', 1)
                : Hex(rest, plain + 1) is var high and >= 0 && Hex(rest, plain + 2) is var low and >= 0 ? ((byte)((high << 4) | low), 3)
                : ((byte)'%', 1);
            bytes[written++] = value;
            rest = rest[(plain + length)..];
        }
    }

    /// <summary>The value of a hexadecimal digit; -1 when there is none.</summary>
    private static int Hex(ReadOnlySpan<byte> bytes, int at) =>
        at >= bytes.Length
            ? -1
            : bytes[at] switch
            {
                >= (byte)'0' and <= (byte)'9' and var digit => digit - '0',
                >= (byte)'A' and <= (byte)'F' and var digit => digit - 'A' + 10,
                >= (byte)'a' and <= (byte)'f' and var digit => digit - 'a' + 10,
                _ => -1,
            };
}
