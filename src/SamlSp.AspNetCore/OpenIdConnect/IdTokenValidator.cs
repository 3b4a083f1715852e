using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SamlSp.Claims;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>Validates an ID token (OpenID Connect Core 3.1.3.7). The checks stand in <see cref="ValidateAsync"/>, in order.</summary>
internal sealed class IdTokenValidator(TimeProvider clock)
{
    private const int MaxCharacters = 256 * 1024;

    /// <summary>
    /// Signatures that only the issuer can make. Neither none nor HMAC is here: the client secret is known to more than one.
    /// </summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

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

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxCharacters };

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
        if (text.Length > MaxCharacters)
        {
            return IdTokenResult.Refused(RefusalCodes.TooLarge, "The ID token is larger than the limit.");
        }

        if (!TryRead(text, out var token))
        {
            return IdTokenResult.Refused(RefusalCodes.Malformed, "The ID token is no JSON Web Token.");
        }

        if (token.Alg is "none" or "" or null)
        {
            return IdTokenResult.Refused(RefusalCodes.Unsigned, "The ID token is not signed (alg none).");
        }

        if (!Algorithms.Contains(token.Alg, StringComparer.Ordinal))
        {
            return IdTokenResult.Refused(RefusalCodes.UnsupportedAlgorithm, "The ID token is signed by an algorithm that is not allowed.");
        }

        if (token.Kid is { Length: > 0 } kid && provider.Keys.All(k => k.KeyId != kid))
        {
            return IdTokenResult.Refused(
                RefusalCodes.SignatureInvalid,
                "The ID token names a key that the identity provider does not publish."
            ) with
            {
                KeyUnknown = true,
            };
        }

        var result = await _handler.ValidateTokenAsync(token, Parameters(provider, clientId, skew));
        if (!result.IsValid)
        {
            // The signature is validated before the lifetime.
            return result.Exception is SecurityTokenExpiredException or SecurityTokenNotYetValidException
                ? Refusal(result.Exception, skew) with
                {
                    IssuedAt = Instant(token, "iat"),
                }
                : Refusal(result.Exception, skew);
        }

        token = (JsonWebToken)result.SecurityToken;
        var checkedToken =
            CheckParty(token, clientId)
            ?? CheckNonce(token, pending)
            ?? CheckTimes(token, pending, skew, out var authenticated)
            ?? CheckTenant(token, provider)
            ?? CheckSubject(token)
            ?? new() { SignIn = Proven(token, provider, authenticated) };
        return checkedToken with { IssuedAt = Instant(token, "iat") };
    }

    private TokenValidationParameters Parameters(OpenIdProvider provider, string clientId, TimeSpan skew) =>
        new()
        {
            ValidAlgorithms = Algorithms,
            IssuerSigningKeyResolver = (_, signed, keyId, _) => OpenIdKeys.Find(provider.Keys, keyId, (signed as JsonWebToken)?.Alg),
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            RequireAudience = true,
            ValidateIssuerSigningKey = true,
            ValidIssuer = provider.Issuer,
            ValidAudience = clientId,
            IgnoreTrailingSlashWhenValidatingAudience = false,
            ValidateTokenReplay = false,
            LogValidationExceptions = false,

            // By our own clock, which tests move.
            LifetimeValidator = (notBefore, expires, _, _) =>
            {
                var now = clock.GetUtcNow().UtcDateTime;
                if (expires is null || expires.Value + skew <= now)
                {
                    throw new SecurityTokenExpiredException { Expires = expires ?? default };
                }

                return notBefore is null || notBefore.Value - skew <= now
                    ? true
                    : throw new SecurityTokenNotYetValidException { NotBefore = notBefore.Value };
            },
        };

    private IdTokenResult Refusal(Exception exception, TimeSpan skew) =>
        exception switch
        {
            SecurityTokenExpiredException { Expires: { Ticks: > 0 } expires } => IdTokenResult.Refused(
                RefusalCodes.Expired,
                "The ID token has expired. " + Clocks(isExpired: true, expires, skew)
            ),
            SecurityTokenNotYetValidException { NotBefore: { Ticks: > 0 } notBefore } => IdTokenResult.Refused(
                RefusalCodes.NotYetValid,
                "The ID token is not valid yet. " + Clocks(isExpired: false, notBefore, skew)
            ),
            SecurityTokenExpiredException or SecurityTokenNoExpirationException => IdTokenResult.Refused(
                RefusalCodes.Expired,
                "The ID token has expired."
            ),
            SecurityTokenNotYetValidException => IdTokenResult.Refused(RefusalCodes.NotYetValid, "The ID token is not valid yet."),
            SecurityTokenInvalidIssuerException => IdTokenResult.Refused(
                RefusalCodes.UntrustedIssuer,
                "The ID token is of another issuer."
            ),
            SecurityTokenInvalidAudienceException => IdTokenResult.Refused(
                RefusalCodes.AudienceMismatch,
                "The ID token is for another application."
            ),
            SecurityTokenSignatureKeyNotFoundException => IdTokenResult.Refused(
                RefusalCodes.SignatureInvalid,
                "No published key fits the ID token's signature."
            ) with
            {
                KeyUnknown = true,
            },
            SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException or SecurityTokenInvalidSigningKeyException =>
                IdTokenResult.Refused(RefusalCodes.SignatureInvalid, "The ID token's signature does not hold."),
            _ => IdTokenResult.Refused(RefusalCodes.Malformed, "The ID token could not be read."),
        };

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
        var methods = token.Claims.Where(c => c.Type == "amr").Select(c => c.Value);
        return new()
        {
            Issuer = provider.Issuer,
            NameId = new(token.Subject),
            AuthnInstant = authenticated ?? Instant(token, "iat")!.Value,
            IsAuthnInstantProven = authenticated is not null,
            SessionIndex = token.TryGetPayloadValue<string>("sid", out var sid) ? sid : null,
            MultipleFactors = methods.Any(m => m is "mfa" or "ngcmfa"),
            Claims = token
                .Claims.Where(c => !OfTheProtocol.Contains(c.Type))
                .GroupBy(c => c.Type, StringComparer.Ordinal)
                .ToDictionary(c => c.Key, c => (IReadOnlyList<string>)[.. c.Select(v => v.Value)], StringComparer.Ordinal),
        };
    }

    private string Clocks(bool isExpired, DateTime instant, TimeSpan skew) =>
        ClockText.Describe(isExpired, new(DateTime.SpecifyKind(instant, DateTimeKind.Utc)), clock.GetUtcNow(), skew);

    private static DateTimeOffset? Instant(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<long>(claim, out var seconds) && seconds is > 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static bool TryRead(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out JsonWebToken? token)
    {
        try
        {
            token = new(text);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or SecurityTokenException or System.Text.Json.JsonException)
        {
            token = null;
            return false;
        }
    }
}
