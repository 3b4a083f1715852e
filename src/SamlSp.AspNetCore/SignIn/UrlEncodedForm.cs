namespace SamlSp.AspNetCore;

/// <summary>
/// Reads <c>application/x-www-form-urlencoded</c> where it lies: names and values are decoded in place, octet by octet, and nothing is copied or made a string before somebody asks for it. A Response is some
/// 12 KB of base64 that its verifier takes as octets.
/// </summary>
internal static class UrlEncodedForm
{
    /// <summary>Goes through the fields; decodes each one's name and value in place.</summary>
    /// <param name="body">The octets of the form. Changed.</param>
    /// <param name="limits">How many fields there may be, and how many octets a name may have as it was sent.</param>
    /// <param name="take">Gets each field: its name, and where its value lies in the body.</param>
    /// <returns>False when there are too many fields, or one has too long a name.</returns>
    public static bool TryRead(Span<byte> body, (int Fields, int Name) limits, FieldAction take)
    {
        var fields = 0;
        for (var start = 0; start < body.Length;)
        {
            var length = body[start..].IndexOf((byte)'&') is var end and >= 0 ? end : body.Length - start;
            var field = body.Slice(start, length);
            var equals = field.IndexOf((byte)'=') is var at and >= 0 ? at : length;
            if (++fields > limits.Fields || equals > limits.Name) return false;
            var name = field[..Decode(field[..equals])];
            var value = Math.Min(equals + 1, length);
            take(name, start + value, Decode(field[value..]));
            start += length + 1;
        }

        return true;
    }

    /// <summary>Takes a field: its name, and the place of its value.</summary>
    public delegate void FieldAction(ReadOnlySpan<byte> name, int start, int length);

    /// <summary>A plus sign is a space, and <c>%XX</c> an octet; what only looks like one stays.</summary>
    /// <returns>How long the text is then.</returns>
    private static int Decode(Span<byte> text)
    {
        var written = text.IndexOfAny((byte)'%', (byte)'+');
        if (written < 0) return text.Length;
        for (var read = written; read < text.Length;)
        {
            var next = text[read] == '%' && read + 2 < text.Length && Hex(text[read + 1]) is var high and >= 0 && Hex(text[read + 2]) is var low and >= 0
                ? ((byte)((high << 4) | low), 3)
                : (text[read] == '+' ? (byte)' ' : text[read], 1);
            (text[written++], read) = (next.Item1, read + next.Item2);

            // What needs no decoding moves up in one piece.
            var plain = text[read..].IndexOfAny((byte)'%', (byte)'+') is var until and >= 0 ? until : text.Length - read;
            text.Slice(read, plain).CopyTo(text[written..]);
            (written, read) = (written + plain, read + plain);
        }

        return written;
    }

    private static int Hex(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };
}
