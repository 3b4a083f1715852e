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

    public const string ResponseField = "SAMLResponse";
    public const string RequestField = "SAMLRequest";
    public const string RelayStateField = "RelayState";

    /// <summary>Marks a form that this site posted to itself, so that it does so once.</summary>
    public const string AgainField = "SamlSp.Again";

    private static readonly string[] Known = [ResponseField, RequestField, RelayStateField, AgainField];

    private byte[]? _body;

    /// <summary>200, or the status to refuse with.</summary>
    public int Status { get; private init; } = StatusCodes.Status200OK;

    /// <summary>Why the form is refused; null when it is not.</summary>
    public SignInOutcome? Refusal { get; private init; }

    /// <summary>SAMLResponse as bytes, valid until this is disposed; empty when it was not sent.</summary>
    public ReadOnlyMemory<byte> Response { get; private init; }

    /// <summary>SAMLRequest as bytes, valid until this is disposed; empty when it was not sent.</summary>
    public ReadOnlyMemory<byte> Request { get; private init; }

    /// <summary>Whether the form has a SAMLRequest, and not a SAMLResponse.</summary>
    public bool IsRequest { get; private init; }

    /// <summary>RelayState; null when it was not sent.</summary>
    public string? RelayState { get; private init; }

    /// <summary>Whether this site posted the form to itself.</summary>
    public bool IsPostedAgain { get; private init; }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _body, null) is { } body)
        {
            ArrayPool<byte>.Shared.Return(body, clearArray: true);
        }
    }

    /// <summary>Reads a form that carries one message.</summary>
    /// <param name="context">The request.</param>
    /// <param name="mayBeRequest">Whether that may be a SAMLRequest, as at a logout endpoint; otherwise it is a SAMLResponse.</param>
    public static async Task<MessageForm> ReadAsync(HttpContext context, bool mayBeRequest)
    {
        var request = context.Request;
        if (
            request.ContentType?.Split(';')[0].Trim().Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            != true
        )
        {
            return Refused(StatusCodes.Status415UnsupportedMediaType, "The body is not a form.");
        }

        if (request.ContentLength > MaxBodySize)
        {
            return TooLarge();
        }

        var body = ArrayPool<byte>.Shared.Rent((int)Math.Min(request.ContentLength + 1 ?? 64 * 1024, MaxBodySize + 1));
        MessageForm? form = null;
        try
        {
            var length = 0;
            for (int read; (read = await request.Body.ReadAsync(body.AsMemory(length), context.RequestAborted)) > 0; )
            {
                length += read;
                if (length > MaxBodySize)
                {
                    return TooLarge();
                }

                if (length == body.Length)
                {
                    body = Grow(body, length);
                }
            }

            return form = Parse(body, length, mayBeRequest);
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

    private static MessageForm Parse(byte[] body, int length, bool mayBeRequest)
    {
        if (UrlEncodedForm.Read(body.AsMemory(0, length), MaxFields, MaxNameLength) is not { } fields)
        {
            return Refused(StatusCodes.Status400BadRequest, "The form has too many fields, or one that is too long.");
        }

        var values = new ReadOnlyMemory<byte>?[Known.Length];
        foreach (var (name, value) in fields)
        {
            var known = Array.IndexOf(Known, name);
            if (known >= 0 && values[known] is not null)
            {
                return Refused(StatusCodes.Status400BadRequest, "A field occurs more than once.");
            }

            if (known >= 0)
            {
                values[known] = value;
            }
        }

        var (response, request) = (values[0], values[1]);
        if (mayBeRequest ? response.HasValue == request.HasValue : response is null || request is not null)
        {
            return Refused(StatusCodes.Status400BadRequest, "The form does not hold exactly one message.");
        }

        return new()
        {
            _body = body,
            Response = response.GetValueOrDefault(),
            Request = request.GetValueOrDefault(),
            IsRequest = request.HasValue,
            RelayState = values[2] is { } relayState ? Encoding.UTF8.GetString(relayState.Span) : null,
            IsPostedAgain = values[3].HasValue,
        };
    }

    private static byte[] Grow(byte[] body, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(length * 2, MaxBodySize + 1));
        body.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(body, clearArray: true);
        return larger;
    }

    private static MessageForm TooLarge() => Refused(StatusCodes.Status413PayloadTooLarge, "The body is larger than the limit.");

    private static MessageForm Refused(int status, string reason) =>
        new()
        {
            Status = status,
            Refusal = SignInOutcome.Refused(
                status == StatusCodes.Status413PayloadTooLarge ? RefusalCodes.TooLarge : RefusalCodes.Malformed,
                reason
            ),
        };
}
