using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using SamlSp.Claims;
using SamlSp.Protocol;
using static SamlSp.AspNetCore.SignedTokenValidator;

namespace SamlSp.AspNetCore;

/// <summary>
/// Validates an ID token (OpenID Connect Core 3.1.3.7). The checks of its own stand in <see cref="ValidateAsync"/>, in order.
/// </summary>
internal sealed class IdTokenValidator(SignedTokenValidator tokens, TimeProvider clock)
{
    /// <summary>Claims that bind the token to its request and say nothing of the user.</summary>
    private static readonly HashSet<string> OfTheProtocol = new(StringComparer.Ordinal)
    {
        "nonce",
        "at_hash",
        "c_hash",
        "s_hash",
        "aio",
        "rh",
        "uti",
        "azp",
        "nbf",
        "exp",
        "iat",
        "aud",
    };

    /// <summary>Validates a token.</summary>
    /// <param name="text">The token, as the token endpoint gave it.</param>
    /// <param name="provider">Who must have issued it.</param>
    /// <param name="clientId">Whom it must be for.</param>
    /// <param name="pending">The request that it answers.</param>
    /// <param name="skew">How far clocks may differ.</param>
    public async Task<IdTokenResult> ValidateAsync(
        string text,
        OpenIdProvider provider,
        string clientId,
        PendingRequest pending,
        TimeSpan skew
    )
    {
        var signed = await tokens.ValidateAsync(text, SignedTokenKind.IdToken, provider, clientId, skew);
        if (!signed.Accepted)
        {
            return IdTokenResult.Refused(signed.Code, signed.Reason) with { KeyUnknown = signed.KeyUnknown, IssuedAt = signed.IssuedAt };
        }

        var token = signed.Token;
        var checkedToken =
            CheckParty(token, clientId)
            ?? CheckNonce(token, pending)
            ?? CheckTimes(token, pending, skew, out var authenticated)
            ?? CheckTenant(token, provider)
            ?? CheckSubject(token)
            ?? new() { SignIn = Proven(token, provider, authenticated) };
        return checkedToken with { IssuedAt = Instant(token, "iat") };
    }

    /// <summary>A token for several parties must name us as the one it was issued to.</summary>
    private static IdTokenResult? CheckParty(JsonWebToken token, string clientId)
    {
        var azp = token.TryGetPayloadValue<string>("azp", out var party) ? party : null;
        return azp is null
            ? token.Audiences.Count() > 1
                ? IdTokenResult.Refused(
                    RefusalCodes.AudienceMismatch,
                    "The ID token is for several applications, and does not say to which it was issued (azp)."
                )
                : null
            : azp == clientId
                ? null
                : IdTokenResult.Refused(RefusalCodes.AudienceMismatch, "The ID token was issued to another application (azp).");
    }

    private static IdTokenResult? CheckNonce(JsonWebToken token, PendingRequest pending) =>
        token.TryGetPayloadValue<string>("nonce", out var nonce)
        && pending.Nonce is { } asked
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(nonce), Encoding.UTF8.GetBytes(asked))
            ? null
            : IdTokenResult.Refused(SignInRefusalCodes.NonceMismatch, "The ID token does not carry the nonce of the request.");

    /// <summary>auth_time must not be in the future; after prompt=login it must not be before the request.</summary>
    private IdTokenResult? CheckTimes(JsonWebToken token, PendingRequest pending, TimeSpan skew, out DateTimeOffset? authenticated)
    {
        authenticated = Instant(token, "auth_time");
        var now = clock.GetUtcNow();
        if (Instant(token, "iat") is not { } issued)
        {
            return IdTokenResult.Refused(RefusalCodes.Malformed, "The ID token does not say when it was issued (iat).");
        }

        if (issued > now + skew || authenticated > now + skew)
        {
            return IdTokenResult.Refused(
                RefusalCodes.NotYetValid,
                "The ID token is of the future (iat, auth_time). "
                    + ClockText.Describe(isExpired: false, issued > authenticated ? issued : authenticated ?? issued, now, skew)
            );
        }

        if (!pending.ForceAuthn)
        {
            return null;
        }

        if (authenticated is null)
        {
            return IdTokenResult.Refused(
                SignInRefusalCodes.AuthnTimeMissing,
                "A new authentication was asked for, and the ID token has no auth_time that proves it."
            );
        }

        return authenticated < pending.IssuedAt - skew
            ? IdTokenResult.Refused(
                RefusalCodes.AuthnTooOld,
                "A new authentication was asked for, and the user authenticated before that (auth_time)."
            )
            : null;
    }

    /// <summary>At Entra the signing keys are those of all tenants: the token must say which it is of.</summary>
    private static IdTokenResult? CheckTenant(JsonWebToken token, OpenIdProvider provider)
    {
        if (TenantIssuer.Parse(provider.Issuer) is not { } tenant)
        {
            return null;
        }

        return token.TryGetPayloadValue<string>("tid", out var tid) && tid.Equals(tenant, StringComparison.OrdinalIgnoreCase)
            ? null
            : IdTokenResult.Refused(IdentityErrorCodes.TenantMismatch, "The ID token is not of the issuer's tenant (tid).");
    }

    private static IdTokenResult? CheckSubject(JsonWebToken token) =>
        token.Subject is { Length: > 0 and <= 255 }
            ? null
            : IdTokenResult.Refused(RefusalCodes.NameIdInvalid, "The ID token names no subject (sub).");

    private static VerifiedSignIn Proven(JsonWebToken token, OpenIdProvider provider, DateTimeOffset? authenticated)
    {
        string[] methods = [.. token.Claims.Where(c => c.Type == "amr").Select(c => c.Value)];
        return new()
        {
            Issuer = provider.Issuer,
            NameId = new(token.Subject),
            AuthnInstant = authenticated ?? Instant(token, "iat")!.Value,
            IsAuthnInstantProven = authenticated is not null,
            SessionIndex = token.TryGetPayloadValue<string>("sid", out var sid) ? sid : null,
            MultipleFactors = methods.Any(m => m is "mfa" or "ngcmfa"),
            AuthenticationMethods = methods,
            AuthenticationContexts = [.. token.Claims.Where(c => c.Type is "acr" or "acrs").Select(c => c.Value)],
            Claims = token
                .Claims.Where(c => !OfTheProtocol.Contains(c.Type))
                .GroupBy(c => c.Type, StringComparer.Ordinal)
                .ToDictionary(c => c.Key, c => (IReadOnlyList<string>)[.. c.Select(v => v.Value)], StringComparer.Ordinal),
        };
    }
}
