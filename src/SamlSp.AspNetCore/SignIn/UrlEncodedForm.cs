using System.Buffers;
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

            var digits = rest.Slice(plain + 1, Math.Min(2, rest.Length - plain - 1));
            var value = rest[plain] == '+' ? (byte)' ' : (byte)'%';
            var isEscape =
                value == '%'
                && digits.Length == 2
                && Convert.FromHexString(digits, new Span<byte>(ref value), out _, out _) == OperationStatus.Done;
            bytes[written++] = value;
            rest = rest[(plain + (isEscape ? 3 : 1))..];
        }
    }
}
