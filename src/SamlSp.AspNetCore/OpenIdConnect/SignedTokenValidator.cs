using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// What all tokens of an OpenID Connect identity provider are held to: their form (RFC 7515, RFC 8725), signature, issuer, audience and
/// times. Each kind has more checks of its own.
/// </summary>
internal sealed class SignedTokenValidator(TimeProvider clock)
{
    private const int MaxCharacters = 256 * 1024;

    /// <summary>Of two members with one name, readers would choose differently.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

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

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxCharacters };

    /// <summary>The issuer that a token names, which nothing has proven yet. False for what is no token.</summary>
    public static bool TryReadIssuer(string text, out string? issuer)
    {
        issuer = null;
        if (text.Length > MaxCharacters || !TryRead(text, out var token, out _, out _))
        {
            return false;
        }

        issuer = token.Issuer;
        return true;
    }

    /// <summary>A claim that is an instant; null when it is missing or none.</summary>
    public static DateTimeOffset? Instant(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<long>(claim, out var seconds) && seconds is > 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>Validates a token.</summary>
    /// <param name="text">The token.</param>
    /// <param name="kind">What it must be.</param>
    /// <param name="provider">Who must have issued it.</param>
    /// <param name="clientId">Whom it must be for.</param>
    /// <param name="skew">How far clocks may differ.</param>
    public async Task<SignedTokenResult> ValidateAsync(
        string text,
        SignedTokenKind kind,
        OpenIdProvider provider,
        string clientId,
        TimeSpan skew
    )
    {
        // (1) Its form.
        if (text.Length > MaxCharacters)
        {
            return SignedTokenResult.Refused(RefusalCodes.TooLarge, $"The {kind.Name} is larger than the limit.");
        }

        if (!TryRead(text, out var token, out var header, out var payload))
        {
            return SignedTokenResult.Refused(
                RefusalCodes.Malformed,
                $"The {kind.Name} is no JSON Web Token, or one that has a member twice."
            );
        }

        // (2) Its algorithm and its key.
        if (token.Alg is "none" or "" or null)
        {
            return SignedTokenResult.Refused(RefusalCodes.Unsigned, $"The {kind.Name} is not signed (alg none).");
        }

        if (!Algorithms.Contains(token.Alg, StringComparer.Ordinal))
        {
            return SignedTokenResult.Refused(
                RefusalCodes.UnsupportedAlgorithm,
                $"The {kind.Name} is signed by an algorithm that is not allowed."
            );
        }

        // We know no extension; what the issuer calls critical must not be passed over (RFC 7515 4.1.11).
        if (header.TryGetProperty("crit", out _))
        {
            return SignedTokenResult.Refused(
                SignInRefusalCodes.CriticalHeaderUnknown,
                $"The header of the {kind.Name} has an extension that must be understood (crit), and is not."
            );
        }

        if (token.Kid is { Length: > 0 } kid && provider.Keys.All(k => k.KeyId != kid))
        {
            return SignedTokenResult.Refused(
                RefusalCodes.SignatureInvalid,
                $"The {kind.Name} names a key that the identity provider does not publish."
            ) with
            {
                KeyUnknown = true,
            };
        }

        // (3) Signature, issuer, audience and times.
        var result = await _handler.ValidateTokenAsync(token, Parameters(kind, provider, clientId, skew));
        if (!result.IsValid)
        {
            // The signature is validated before the lifetime.
            return result.Exception is SecurityTokenExpiredException or SecurityTokenNotYetValidException
                ? Refusal(result.Exception, kind, skew) with
                {
                    IssuedAt = Instant(token, "iat"),
                }
                : Refusal(result.Exception, kind, skew);
        }

        return new()
        {
            Token = (JsonWebToken)result.SecurityToken,
            Payload = payload,
            IssuedAt = Instant(token, "iat"),
        };
    }

    private TokenValidationParameters Parameters(SignedTokenKind kind, OpenIdProvider provider, string clientId, TimeSpan skew) =>
        new()
        {
            ValidAlgorithms = Algorithms,
            IssuerSigningKeyResolver = (_, signed, keyId, _) => OpenIdKeys.Find(provider.Keys, keyId, (signed as JsonWebToken)?.Alg),
            RequireSignedTokens = true,
            RequireExpirationTime = kind.Expires,
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
                if (expires is null ? kind.Expires : expires.Value + skew <= now)
                {
                    throw new SecurityTokenExpiredException { Expires = expires ?? default };
                }

                return notBefore is null || notBefore.Value - skew <= now
                    ? true
                    : throw new SecurityTokenNotYetValidException { NotBefore = notBefore.Value };
            },
        };

    private SignedTokenResult Refusal(Exception exception, SignedTokenKind kind, TimeSpan skew) =>
        exception switch
        {
            SecurityTokenExpiredException { Expires: { Ticks: > 0 } expires } => SignedTokenResult.Refused(
                RefusalCodes.Expired,
                $"The {kind.Name} has expired. " + Clocks(isExpired: true, expires, skew)
            ),
            SecurityTokenNotYetValidException { NotBefore: { Ticks: > 0 } notBefore } => SignedTokenResult.Refused(
                RefusalCodes.NotYetValid,
                $"The {kind.Name} is not valid yet. " + Clocks(isExpired: false, notBefore, skew)
            ),
            SecurityTokenExpiredException or SecurityTokenNoExpirationException => SignedTokenResult.Refused(
                RefusalCodes.Expired,
                $"The {kind.Name} has expired."
            ),
            SecurityTokenNotYetValidException => SignedTokenResult.Refused(RefusalCodes.NotYetValid, $"The {kind.Name} is not valid yet."),
            SecurityTokenInvalidIssuerException => SignedTokenResult.Refused(
                RefusalCodes.UntrustedIssuer,
                $"The {kind.Name} is of another issuer."
            ),
            SecurityTokenInvalidAudienceException => SignedTokenResult.Refused(
                RefusalCodes.AudienceMismatch,
                $"The {kind.Name} is for another application."
            ),
            SecurityTokenSignatureKeyNotFoundException => SignedTokenResult.Refused(
                RefusalCodes.SignatureInvalid,
                $"No published key fits the {kind.Name}'s signature."
            ) with
            {
                KeyUnknown = true,
            },
            SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException or SecurityTokenInvalidSigningKeyException =>
                SignedTokenResult.Refused(RefusalCodes.SignatureInvalid, $"The {kind.Name}'s signature does not hold."),
            _ => SignedTokenResult.Refused(RefusalCodes.Malformed, $"The {kind.Name} could not be read."),
        };

    private string Clocks(bool isExpired, DateTime instant, TimeSpan skew) =>
        ClockText.Describe(isExpired, new(DateTime.SpecifyKind(instant, DateTimeKind.Utc)), clock.GetUtcNow(), skew);

    /// <summary>Reads a token in compact form (RFC 7515 7.1); header and payload must be objects without a member twice.</summary>
    private static bool TryRead(
        string text,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out JsonWebToken? token,
        out JsonElement header,
        out JsonElement payload
    )
    {
        (token, header, payload) = (null, default, default);
        try
        {
            var parts = text.Split('.');
            (header, payload) = (Object(parts[0]), Object(parts[1]));
            token = new(text);
            return true;
        }
        catch (Exception e)
            when (e is ArgumentException or FormatException or IndexOutOfRangeException or SecurityTokenException or JsonException)
        {
            return false;
        }
    }

    private static JsonElement Object(string part)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? document.RootElement.Clone()
            : throw new FormatException("The part is no object.");
    }
}
