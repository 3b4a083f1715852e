using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// A form that carries a SAML message: bounded before it is read, each field once. Its bytes are borrowed, until it is disposed.
/// </summary>
internal sealed class MessageForm : IDisposable
{
    /// <summary>No form is larger, whatever a message may be.</summary>
    public const int MaxBodySize = 1024 * 1024;

    private const int MaxFields = 16;
    private const int MaxNameLength = 256;

    private static readonly string[] Known = ["SAMLResponse", "SAMLRequest", "RelayState", "SamlSp.Again"];

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _fields = new(StringComparer.Ordinal);
    private byte[]? _body;

    /// <summary>200, or the status to refuse with.</summary>
    public int Status { get; private init; } = StatusCodes.Status200OK;

    private string Reason { get; init; } = "";

    /// <summary>Why the form is refused; null when it is not.</summary>
    public SignInOutcome? Refusal =>
        Status == StatusCodes.Status200OK
            ? null
            : SignInOutcome.Refused(
                Status == StatusCodes.Status413PayloadTooLarge ? RefusalCodes.TooLarge : RefusalCodes.Malformed,
                Reason
            );

    /// <summary>A field's value; null when it was not sent.</summary>
    public string? Value(string field) => _fields.TryGetValue(field, out var bytes) ? Encoding.UTF8.GetString(bytes.Span) : null;

    /// <summary>Whether a field was sent.</summary>
    public bool Has(string field) => _fields.ContainsKey(field);

    /// <summary>A field's value as bytes, good until this is disposed; empty when it was not sent.</summary>
    public ReadOnlyMemory<byte> Bytes(string field) => _fields.GetValueOrDefault(field);

    /// <summary>Reads the form of an assertion consumer service, which needs SAMLResponse.</summary>
    public static Task<MessageForm> ReadAsync(HttpContext context) =>
        ReadAsync(context, MaxBodySize, form => form.Has("SAMLResponse") && !form.Has("SAMLRequest"));

    /// <summary>Reads the form of a logout endpoint, which takes a request or a response.</summary>
    public static Task<MessageForm> ReadLogoutAsync(HttpContext context) =>
        ReadAsync(context, MaxBodySize, form => form.Has("SAMLResponse") != form.Has("SAMLRequest"));

    /// <inheritdoc />
    public void Dispose()
    {
        _fields.Clear();
        if (Interlocked.Exchange(ref _body, null) is { } body)
        {
            ArrayPool<byte>.Shared.Return(body, clearArray: true);
        }
    }

    private static async Task<MessageForm> ReadAsync(HttpContext context, int maximumBytes, Func<MessageForm, bool> isComplete)
    {
        var request = context.Request;
        if (
            request.ContentType?.Split(';')[0].Trim().Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            != true
        )
        {
            return Refused(StatusCodes.Status415UnsupportedMediaType, "The body is no form.");
        }

        if (request.ContentLength > maximumBytes)
        {
            return TooLarge();
        }

        var body = ArrayPool<byte>.Shared.Rent((int)Math.Min(request.ContentLength + 1 ?? 64 * 1024, maximumBytes + 1));
        MessageForm? form = null;
        try
        {
            var length = 0;
            for (int read; (read = await request.Body.ReadAsync(body.AsMemory(length), context.RequestAborted)) > 0; )
            {
                length += read;
                if (length > maximumBytes)
                {
                    return TooLarge();
                }

                if (length == body.Length)
                {
                    body = Grow(body, length, maximumBytes);
                }
            }

            return form = Parse(body, length, isComplete);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge();
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException)
        {
            return Refused(StatusCodes.Status400BadRequest, "The body broke off.");
        }
        finally
        {
            if (form?._body is null)
            {
                ArrayPool<byte>.Shared.Return(body, clearArray: true);
            }
        }
    }

    private static MessageForm Parse(byte[] body, int length, Func<MessageForm, bool> isComplete)
    {
        if (UrlEncodedForm.Read(body.AsMemory(0, length), MaxFields, MaxNameLength) is not { } fields)
        {
            return Refused(StatusCodes.Status400BadRequest, "The form has too many fields, or one that is too long.");
        }

        var form = new MessageForm { _body = body };
        foreach (var (name, value) in fields)
        {
            if (Known.Contains(name, StringComparer.Ordinal) && !form._fields.TryAdd(name, value))
            {
                return Refused(StatusCodes.Status400BadRequest, "A field occurs more than once.");
            }
        }

        return isComplete(form) ? form : Refused(StatusCodes.Status400BadRequest, "The form does not hold exactly one message.");
    }

    private static byte[] Grow(byte[] body, int length, int maximumBytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(length * 2, maximumBytes + 1));
        body.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(body, clearArray: true);
        return larger;
    }

    private static MessageForm TooLarge() => Refused(StatusCodes.Status413PayloadTooLarge, "The body is larger than the limit.");

    private static MessageForm Refused(int status, string reason) => new() { Status = status, Reason = reason };
}
