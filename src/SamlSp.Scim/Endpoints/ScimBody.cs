using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SamlSp.Scim;

/// <summary>Reads a body: bounded in size and depth, each name once, every text whole.</summary>
internal static class ScimBody
{
    /// <summary>The largest body, bytes.</summary>
    public const int Largest = 1024 * 1024;

    private const int Deepest = 16;

    public static async Task<(JsonObject? Body, ScimError? Error)> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > Largest)
        {
            return (null, TooLarge);
        }

        if (!HasJson(request))
        {
            return (null, new(415, null, "The body is application/scim+json or application/json, in UTF-8."));
        }

        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0)
        {
            if (buffer.Length + read > Largest)
            {
                return (null, TooLarge);
            }

            buffer.Write(chunk, 0, read);
        }

        return buffer.Length == 0 ? (null, null) : Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    public static (JsonObject? Body, ScimError? Error) Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }

        try
        {
            if (
                JsonNode.Parse(bytes, documentOptions: new() { MaxDepth = Deepest, AllowDuplicateProperties = false })
                is not JsonObject body
            )
            {
                return (null, ScimError.Syntax("The body is a JSON object."));
            }

            Decode(body);
            return (body, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            // Not JSON, too deep, a name twice, half of a surrogate pair.
            return (null, ScimError.Syntax("The body is not JSON, is nested too deeply, has a name twice, or a text that is no text."));
        }
    }

    /// <summary>Texts are decoded when they are first asked for: here, where a mistake in one can still be told.</summary>
    private static void Decode(JsonNode? node)
    {
        if (node is JsonObject json)
        {
            foreach (var (_, value) in json)
            {
                Decode(value);
            }
        }
        else if (node is JsonArray array)
        {
            foreach (var value in array)
            {
                Decode(value);
            }
        }
        else if (node is JsonValue value && value.GetValueKind() == JsonValueKind.String)
        {
            value.GetValue<string>();
        }
    }

    private static bool HasJson(HttpRequest request)
    {
        if (string.IsNullOrEmpty(request.ContentType))
        {
            return true;
        }

        return MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (
                type.MediaType.Equals("application/scim+json", StringComparison.OrdinalIgnoreCase)
                || type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            )
            && (!type.Charset.HasValue || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }

    private static ScimError TooLarge => new(413, null, $"The body is larger than {Largest} bytes.");
}
