using System.Buffers;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SamlSp.Directory;

/// <summary>
/// Values that are stored as compressed JSON: a first byte of 1, and Brotli (RFC 7932). What begins with a brace is JSON as it is, from
/// before that.
/// </summary>
internal static class PackedJson
{
    private const byte Brotli = 1;
    private const int Quality = 1;
    private const int Window = 16;

    /// <summary>Nothing that is packed here comes near; a damaged row must not take all memory. Bytes.</summary>
    private const int MaxLength = 16 * 1024 * 1024;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>Packs what a method writes.</summary>
    public static byte[] Pack<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var text = _buffer ??= new(4096);
        text.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(text, Options))
        {
            write(writer, value);
        }

        var json = text.WrittenSpan;
        var buffer = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(json.Length) + 1);
        try
        {
            if (!BrotliEncoder.TryCompress(json, buffer.AsSpan(1), out var written, Quality, Window) || written >= json.Length)
            {
                return json.ToArray();
            }

            buffer[0] = Brotli;
            return buffer.AsSpan(0, written + 1).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes claims: an object with an array of texts for each name.</summary>
    public static void WriteClaims(Utf8JsonWriter writer, IReadOnlyDictionary<string, IReadOnlyList<string>> claims)
    {
        writer.WriteStartObject();
        foreach (var (name, values) in claims)
        {
            writer.WritePropertyName(name);
            WriteTexts(writer, values);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes an array of texts.</summary>
    public static void WriteTexts(Utf8JsonWriter writer, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray();
        for (var i = 0; i < texts.Count; i++)
        {
            writer.WriteStringValue(texts[i]);
        }

        writer.WriteEndArray();
    }

    /// <exception cref="JsonException">The bytes are not what <see cref="Pack"/> makes.</exception>
    public static T? Unpack<T>(byte[] packed)
    {
        if (packed is not [Brotli, ..])
        {
            return JsonSerializer.Deserialize<T>(packed);
        }

        for (var length = Math.Clamp(packed.Length * 8, 4096, MaxLength); ; length = Math.Min(length * 4, MaxLength))
        {
            var buffer = ArrayPool<byte>.Shared.Rent(length);
            try
            {
                if (BrotliDecoder.TryDecompress(packed.AsSpan(1), buffer, out var written))
                {
                    return JsonSerializer.Deserialize<T>(buffer.AsSpan(0, written));
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            if (length == MaxLength)
            {
                throw new JsonException("The packed value is damaged.");
            }
        }
    }
}
