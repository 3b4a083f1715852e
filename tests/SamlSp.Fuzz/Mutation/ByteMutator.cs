using System.Buffers.Text;
using System.IO.Compression;
using System.Text;

namespace SamlSp.Fuzz;

/// <summary>Changes bytes, whatever they stand for, and the encodings around a message: base64, DEFLATE, percent-encoding.</summary>
internal static class ByteMutator
{
    private static readonly byte[][] Pieces =
    [
        [0],
        [0x0D],
        [0x0D, 0x0A],
        [0xEF, 0xBB, 0xBF],
        [0xFF, 0xFE],
        [0xC0, 0x80],
        [0xED, 0xA0, 0x80],
        [0xEF, 0xBF, 0xBE],
        [0xF4, 0x90, 0x80, 0x80],
        [0xE2, 0x80, 0x8B],
        [0xC3],
        [0x7F],
        [0xC2, 0x85],
        .. Texts(
            "<",
            ">",
            "&",
            "\"",
            "'",
            "/",
            "]]>",
            "<!--",
            "-->",
            "<![CDATA[",
            "<?",
            "?>",
            "<!DOCTYPE x>",
            "&#x0;",
            "&#xD;",
            "&lt;",
            " xmlns=\"urn:x\"",
            " ID=\"_evil\"",
            "<x/>",
            "</",
            "=",
            ":",
            "#"
        ),
    ];

    private static readonly byte[][] Base64Pieces = Texts(" ", "\r\n", "\t", "=", "==", "-", "_", "+", "/", "A", "é", ".", "%3D", "\0");

    public static byte[] Mutate(byte[] bytes, FuzzRandom random)
    {
        if (bytes.Length == 0)
        {
            return random.Pick(Pieces);
        }

        var at = random.Next(bytes.Length);
        switch (random.Next(9))
        {
            case 0 or 1:
                var flipped = bytes.AsSpan().ToArray();
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 2:
                return [.. bytes[..at], .. bytes[(at + 1)..]];
            case 3 or 4:
                return [.. bytes[..at], .. random.Pick(Pieces), .. bytes[at..]];
            case 5:
                return bytes[..at];
            case 6:
                return [.. bytes[..at], .. bytes[(at + random.Next(bytes.Length - at))..]];
            case 7:
                return [.. bytes, .. random.Pick(Pieces)];
            default:
                var to = at + random.Next(Math.Min(64, bytes.Length - at));
                return [.. bytes[..to], .. bytes[at..]];
        }
    }

    /// <summary>What comes before a document element, or around the whole: declarations, document types, other encodings.</summary>
    public static byte[] Surround(byte[] xml, FuzzRandom random) =>
        random.Next(8) switch
        {
            0 => [0xEF, 0xBB, 0xBF, .. xml],
            1 => [.. "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"u8, .. xml],
            2 => [.. "<?xml version=\"1.1\"?>"u8, .. xml],
            3 => [.. "<?xml version=\"1.0\" encoding=\"UTF-7\"?>"u8, .. xml],
            4 => [.. "<!DOCTYPE x [<!ENTITY e \"&#x41;\"><!ATTLIST x ID ID #IMPLIED>]>"u8, .. xml],
            5 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(xml)),
            6 => [.. " \r\n"u8, .. xml, .. "\n"u8],
            _ => [.. xml, .. xml],
        };

    /// <summary>Base64 of a message, mostly as it should be.</summary>
    public static byte[] ToBase64(byte[] bytes, FuzzRandom random)
    {
        var base64 = new byte[Base64.GetMaxEncodedToUtf8Length(bytes.Length)];
        Base64.EncodeToUtf8(bytes, base64, out _, out var length);
        base64 = base64[..length];
        if (!random.Once(4))
        {
            return base64;
        }

        var at = random.Next(length + 1);
        switch (random.Next(6))
        {
            case 0:
                return [.. base64[..at], .. random.Pick(Base64Pieces), .. base64[at..]];
            case 1:
                return base64.AsSpan().TrimEnd((byte)'=').ToArray();
            case 2:
                return Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks));
            case 3:
                return Encoding.ASCII.GetBytes(Convert.ToBase64String(base64));
            case 4:
                return Base64Url.EncodeToUtf8(bytes);
            default:
                return Mutate(base64, random);
        }
    }

    /// <summary>DEFLATE of a message, mostly as it should be.</summary>
    public static byte[] Deflate(byte[] bytes, FuzzRandom random)
    {
        using var compressed = new MemoryStream();
        var kind = random.Next(40);
        if (kind == 0)
        {
            bytes = [.. bytes, .. new byte[random.Next(200_000)]];
        }

        using (
            Stream stream =
                kind == 1
                    ? new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true)
                    : new DeflateStream(compressed, kind == 2 ? CompressionLevel.NoCompression : CompressionLevel.Fastest, leaveOpen: true)
        )
        {
            stream.Write(bytes);
        }

        var result = compressed.ToArray();
        return random.Once(8) ? Mutate(result, random) : result;
    }

    private static byte[][] Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
