using Microsoft.AspNetCore.Authentication;

namespace SamlSp.AspNetCore;

/// <summary>
/// Remembers for a minute which texts of the session's cookie were found genuine, and what they held, for decrypting is most of what a
/// request costs. Whether the session is over is asked each time as before: the cookie only refers to it. What is put off is that a data
/// protection key was withdrawn, by a minute at most.
/// </summary>
internal sealed class CachingTicketDataFormat(ISecureDataFormat<AuthenticationTicket> inner, TimeProvider clock)
    : ISecureDataFormat<AuthenticationTicket>
{
    private const int Tail = 16;
    private const int Longest = 2048;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    /// <summary>Each where the hash of its end puts it; the last one that came stays.</summary>
    private readonly Recent?[] _places = new Recent?[8192];

    public string Protect(AuthenticationTicket data) => inner.Protect(data);

    public string Protect(AuthenticationTicket data, string? purpose) => inner.Protect(data, purpose);

    public AuthenticationTicket? Unprotect(string? protectedText) => Unprotect(protectedText, purpose: null);

    public AuthenticationTicket? Unprotect(string? protectedText, string? purpose)
    {
        if (!string.IsNullOrEmpty(purpose) || protectedText is not { Length: >= Tail and <= Longest })
        {
            return inner.Unprotect(protectedText, purpose);
        }

        // The end is part of the authentication code: 96 bits that are compared at once, so that the time of the comparison tells nothing
        // about the rest.
        var end = protectedText.AsSpan(protectedText.Length - Tail);
        ref var place = ref _places[string.GetHashCode(end, StringComparison.Ordinal) & (_places.Length - 1)];
        var now = clock.GetUtcNow();
        if (
            Volatile.Read(ref place) is { } recent
            && recent.Text.AsSpan(recent.Text.Length - Tail).SequenceEqual(end)
            && recent.Text == protectedText
            && now >= recent.Since
            && now - recent.Since < Kept
        )
        {
            return Share(recent.Ticket);
        }

        var ticket = inner.Unprotect(protectedText, purpose);
        if (ticket is not null)
        {
            Volatile.Write(ref place, new(protectedText, ticket.Clone(), now));
        }

        return ticket;
    }

    /// <summary>
    /// The ticket for another request. The principal is the same object: it only has the reference, and <see cref="SessionCookieEvents"/>
    /// puts another in its place before anything of the application sees it. The properties are the request's own.
    /// </summary>
    private static AuthenticationTicket Share(AuthenticationTicket ticket) =>
        new(
            ticket.Principal,
            new AuthenticationProperties(new Dictionary<string, string?>(ticket.Properties.Items, StringComparer.Ordinal)),
            ticket.AuthenticationScheme
        );

    /// <summary>A text, what it held, and when that was found, UTC.</summary>
    private sealed record Recent(string Text, AuthenticationTicket Ticket, DateTimeOffset Since);
}
