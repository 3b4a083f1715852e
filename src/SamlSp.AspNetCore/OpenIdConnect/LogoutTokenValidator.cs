using System.Text.Json;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Validates a logout token (OpenID Connect Back-Channel Logout 1.0, 2.6): what every token is held to, and what tells it from an ID token
/// of the same issuer.
/// </summary>
internal sealed class LogoutTokenValidator(SignedTokenValidator tokens, TimeProvider clock)
{
    /// <summary>How old a token may be: so it need not be remembered for longer, whatever its <c>exp</c> says.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    /// <summary>The member of <c>events</c> (Back-Channel Logout 1.0, 2.4).</summary>
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";
    private const int MaxIdLength = 255;

    /// <summary>With and without the prefix that RFC 7515 4.1.9 lets senders omit; and what issuers from before the type send.</summary>
    private static readonly string[] Types = ["logout+jwt", "application/logout+jwt", "JWT"];

    /// <summary>Validates a token. Whether it was used before is not asked here.</summary>
    /// <param name="text">The token.</param>
    /// <param name="provider">Who must have issued it.</param>
    /// <param name="clientId">Whom it must be for.</param>
    /// <param name="skew">How far clocks may differ.</param>
    public async Task<LogoutTokenResult> ValidateAsync(string text, OpenIdProvider provider, string clientId, TimeSpan skew)
    {
        var signed = await tokens.ValidateAsync(text, SignedTokenKind.LogoutToken, provider, clientId, skew);
        if (!signed.Accepted)
        {
            return LogoutTokenResult.Refused(signed.Code, signed.Reason) with { KeyUnknown = signed.KeyUnknown };
        }

        // (1) It is a logout token, and nothing else that the issuer signs for us.
        var payload = signed.Payload;
        if (signed.Token.Typ is { Length: > 0 } type && !Types.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            return Invalid("is of another type (typ)");
        }

        if (!payload.TryGetProperty("events", out var events) || events.ValueKind != JsonValueKind.Object)
        {
            return Invalid("has no events, or they are no object");
        }

        if (!events.TryGetProperty(Event, out var logout) || logout.ValueKind != JsonValueKind.Object)
        {
            return Invalid("has no event for a logout, or it is no object");
        }

        if (payload.TryGetProperty("nonce", out _))
        {
            return Invalid("has a nonce, as only an ID token has");
        }

        // (2) It is of now.
        if (signed.IssuedAt is not { } issued)
        {
            return LogoutTokenResult.Refused(RefusalCodes.Malformed, "The logout token does not say when it was issued (iat).");
        }

        var now = clock.GetUtcNow();
        if (issued > now + skew)
        {
            return LogoutTokenResult.Refused(
                RefusalCodes.NotYetValid,
                "The logout token is of the future (iat). " + ClockText.Describe(isExpired: false, issued, now, skew)
            );
        }

        if (issued + MaxAge + skew <= now)
        {
            return LogoutTokenResult.Refused(
                RefusalCodes.Expired,
                $"The logout token was issued more than {MaxAge.TotalMinutes:0} minutes ago (iat)."
            );
        }

        // (3) It says what it is and whom it means.
        if (!TryText(payload, "jti", out var id) || id is null)
        {
            return LogoutTokenResult.Refused(RefusalCodes.Malformed, "The logout token has no ID (jti), or one that is too long.");
        }

        if (!TryText(payload, "sub", out var subject) || !TryText(payload, "sid", out var session) || (subject ?? session) is null)
        {
            return Invalid("names neither a user nor a session (sub, sid)");
        }

        return new() { Token = new(id, issued, subject, session) };
    }

    private static LogoutTokenResult Invalid(string what) =>
        LogoutTokenResult.Refused(SignInRefusalCodes.LogoutTokenInvalid, $"The logout token {what}.");

    /// <summary>False when the member is there and is no text of a length that can be.</summary>
    private static bool TryText(JsonElement payload, string name, out string? text)
    {
        text = null;
        if (!payload.TryGetProperty(name, out var value))
        {
            return true;
        }

        text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return text is { Length: > 0 and <= MaxIdLength };
    }
}
