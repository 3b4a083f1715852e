using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace SamlSp.AspNetCore;

/// <summary>A small form: its size is limited before it is read, and each field occurs once.</summary>
internal sealed class TokenForm
{
    // Together at most 16 times a name and a value: about 128 KB.
    private static readonly FormOptions Limits = new()
    {
        ValueCountLimit = 16,
        KeyLengthLimit = 64,
        ValueLengthLimit = 8 * 1024,
        BufferBody = false,
    };

    private readonly IFormCollection _fields;

    private TokenForm(IFormCollection fields) => _fields = fields;

    /// <summary>Reads the form of a request; null if the body is not such a form.</summary>
    public static async Task<TokenForm?> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
        )
        {
            return null;
        }

        try
        {
            var fields = await new FormFeature(request, Limits).ReadFormAsync(context.RequestAborted);

            // RFC 6749 3.1, 3.2: parameters must not be included more than once.
            return fields.Any(f => f.Value.Count != 1) ? null : new(fields);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
        {
            return null;
        }
    }

    /// <summary>A field; null if it is missing or empty, which is the same (RFC 6749 3.1).</summary>
    public string? Value(string field) => _fields[field] is [{ Length: > 0 } value] ? value : null;
}
