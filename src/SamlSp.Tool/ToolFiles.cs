using System.Security;
using System.Text.Json;

namespace SamlSp.Tool;

/// <summary>Reads the files that a call names.</summary>
internal static class ToolFiles
{
    /// <summary>JSON as the tool reads and writes it: camelCase.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] ReadBytes(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException
            )
        {
            throw new UsageException($"cannot read {file}: {exception.Message}");
        }
    }

    public static T ReadJson<T>(string file)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(WithoutMark(ReadBytes(file)), Json) ?? throw new UsageException($"{file} holds nothing");
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{file} is not what is expected here: {exception.Message}");
        }
    }

    private static ReadOnlySpan<byte> WithoutMark(byte[] content) => content.AsSpan().StartsWith("\uFEFF"u8) ? content.AsSpan(3) : content;
}
