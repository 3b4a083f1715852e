using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace SamlSp.AspNetCore;

/// <summary>
/// The value that a consent page posts back: the request that the user saw, protected, for that session only, valid for ten minutes and one
/// answer. No other site can create one, so no other site can agree for the user.
/// </summary>
internal sealed class ConsentTickets(IDataProtectionProvider protection, IUsedAssertionIds usedIds, TimeProvider clock)
{
    private const string UsedBy = "urn:samlsp:consent";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _protector = protection.CreateProtector("SamlSp.Consent.v1");

    public string Make(AuthorizationRequest request, Session session)
    {
        var ticket = new Ticket(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            SessionReference.FromId(session.Id),
            clock.GetUtcNow() + Lifetime,
            request
        );
        return WebEncoders.Base64UrlEncode(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(ticket)));
    }

    /// <summary>Checks a ticket; null if it is not ours, not for this session, too old, or was used before on any node.</summary>
    /// <exception cref="StoreUnavailableException">It could not be recorded as used.</exception>
    public async Task<AuthorizationRequest?> TakeAsync(string text, Session session, CancellationToken cancellationToken)
    {
        if (Read(text) is not { } ticket || ticket.Session != SessionReference.FromId(session.Id) || clock.GetUtcNow() >= ticket.ExpiresAt)
        {
            return null;
        }

        return await usedIds.TryAddAsync(UsedBy, ticket.Id, ticket.ExpiresAt, cancellationToken) ? ticket.Request : null;
    }

    private Ticket? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Ticket>(_protector.Unprotect(WebEncoders.Base64UrlDecode(text)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    private sealed record Ticket(string Id, string Session, DateTimeOffset ExpiresAt, AuthorizationRequest Request);
}
