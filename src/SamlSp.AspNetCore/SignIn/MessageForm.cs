using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>A form that carries a SAML message: bounded before it is read, each field once.</summary>
internal sealed class MessageForm : IDisposable
{
    /// <summary>No form is larger, whatever a message may be.</summary>
    public const int LargestBody = 1024 * 1024;

    private const int MostFields = 16;
    private const int LongestName = 256;

    private static readonly string[] Known = ["SAMLResponse", "SAMLRequest", "RelayState", "SamlSp.Again"];

    /// <summary>Where the value of each of the known fields lies in the body; null where it was not sent.</summary>
    private readonly (int Start, int Length)?[] _places = new (int, int)?[Known.Length];
    private byte[]? _body;

    /// <summary>200, or the status to refuse with.</summary>
    public int Status { get; private init; } = StatusCodes.Status200OK;

    private string Reason { get; init; } = "";

    /// <summary>Why the form is refused; null when it is not.</summary>
    public SignInOutcome? Refusal =>
        Status == StatusCodes.Status200OK ? null : SignInOutcome.Refused(Status == StatusCodes.Status413PayloadTooLarge ? RefusalCodes.TooLarge : RefusalCodes.Malformed, Reason);

    /// <summary>A field's value; null when it was not sent.</summary>
    public string? Value(string field) => Has(field) ? Encoding.UTF8.GetString(Octets(field).Span) : null;

    /// <summary>Whether a field was sent.</summary>
    public bool Has(string field) => _places[Array.IndexOf(Known, field)] is not null;

    /// <summary>A field's value as it was sent, decoded once; empty when it was not sent. Good until the form is disposed.</summary>
    public ReadOnlyMemory<byte> Octets(string field) => _places[Array.IndexOf(Known, field)] is var (start, length) ? _body.AsMemory(start, length) : default;

    /// <summary>Gives the body back to the pool, without what it held.</summary>
    public void Dispose()
    {
        if (_body is not null) ArrayPool<byte>.Shared.Return(_body, clearArray: true);
        _body = null;
    }

    /// <summary>Reads the form of an assertion consumer service, which needs SAMLResponse.</summary>
    public static Task<MessageForm> ReadAsync(HttpContext context) => ReadAsync(context, LargestBody, form => form.Has("SAMLResponse") && !form.Has("SAMLRequest"));

    /// <summary>Reads the form of a logout endpoint, which takes a request or a response.</summary>
    public static Task<MessageForm> ReadLogoutAsync(HttpContext context) => ReadAsync(context, LargestBody, form => form.Has("SAMLResponse") != form.Has("SAMLRequest"));

    private static async Task<MessageForm> ReadAsync(HttpContext context, int maximumOctets, Func<MessageForm, bool> isComplete)
    {
        var request = context.Request;
        if (request.ContentType?.Split(';')[0].Trim().Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true) return Refused(StatusCodes.Status415UnsupportedMediaType, "The body is no form.");
        if (request.ContentLength > maximumOctets) return TooLarge();
        var form = new MessageForm { _body = ArrayPool<byte>.Shared.Rent((int)Math.Min(request.ContentLength + 1 ?? 64 * 1024, maximumOctets + 1)) };
        var refused = await form.ReadAsync(request.Body, maximumOctets, context.RequestAborted) ?? (isComplete(form) ? null : Refused(StatusCodes.Status400BadRequest, "The form does not hold exactly one message."));
        if (refused is null) return form;
        form.Dispose();
        return refused;
    }

    /// <summary>Reads the body; gives the refusal, or null.</summary>
    private async Task<MessageForm?> ReadAsync(Stream stream, int maximumOctets, CancellationToken cancellationToken)
    {
        try
        {
            var length = 0;
            for (int read; (read = await stream.ReadAsync(_body.AsMemory(length), cancellationToken)) > 0;)
            {
                length += read;
                if (length > maximumOctets) return TooLarge();
                if (length == _body!.Length) _body = Grow(_body, length, maximumOctets);
            }

            return Find(_body.AsSpan(0, length));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge();
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException)
        {
            return Refused(StatusCodes.Status400BadRequest, "The body broke off.");
        }
    }

    /// <summary>Finds the known fields; gives the refusal, or null.</summary>
    private MessageForm? Find(Span<byte> body)
    {
        var repeated = false;
        var read = UrlEncodedForm.TryRead(body, (MostFields, LongestName), (name, start, length) =>
        {
            for (var i = 0; i < Known.Length; i++)
            {
                if (!Ascii.Equals(name, Known[i])) continue;
                repeated |= _places[i] is not null;
                _places[i] = (start, length);
            }
        });
        if (!read) return Refused(StatusCodes.Status400BadRequest, "The form has too many fields, or one that is too long.");
        return repeated ? Refused(StatusCodes.Status400BadRequest, "A field occurs more than once.") : null;
    }

    private static byte[] Grow(byte[] body, int length, int maximumOctets)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(length * 2, maximumOctets + 1));
        body.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(body);
        return larger;
    }

    private static MessageForm TooLarge() => Refused(StatusCodes.Status413PayloadTooLarge, "The body is larger than the limit.");

    private static MessageForm Refused(int status, string reason) => new() { Status = status, Reason = reason };
}
