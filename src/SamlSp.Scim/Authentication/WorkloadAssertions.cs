using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SamlSp.AspNetCore;

namespace SamlSp.Scim;

/// <summary>
/// Verifies the token by which a provisioning service of the customer's tenant proves itself (RFC 7523 3): issuer, audience, subject
/// exactly, signed by a key that the issuer publishes, within its time.
/// </summary>
internal sealed class WorkloadAssertions(IssuerKeys keys, TimeProvider clock)
{
    private const int MaxAssertionLength = 16 * 1024;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan MaxLife = TimeSpan.FromHours(24);
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.EcdsaSha256,
    ];

    public async Task<bool> VerifyAsync(
        WorkloadIdentityOptions trusted,
        string assertion,
        bool declared,
        MetadataOptions options,
        CancellationToken cancellationToken
    )
    {
        if (
            trusted is not { Issuer: { Length: > 0 }, Audience: { Length: > 0 }, Subject: { Length: > 0 } }
            || assertion.Length > MaxAssertionLength
        )
        {
            return false;
        }

        var handler = new JsonWebTokenHandler { MapInboundClaims = false };
        if (!handler.CanReadToken(assertion))
        {
            return false;
        }

        string? key;
        try
        {
            key = handler.ReadJsonWebToken(assertion).Kid;
        }
        catch (ArgumentException)
        {
            return false;
        }

        var signing = await keys.FindAsync(IssuerKeys.Address(trusted), key, declared, options, cancellationToken);
        if (signing.Count == 0)
        {
            return false;
        }

        var result = await handler.ValidateTokenAsync(
            assertion,
            new()
            {
                ValidIssuer = trusted.Issuer,
                ValidAudience = trusted.Audience,
                IssuerSigningKeys = signing,
                TryAllIssuerSigningKeys = false,
                RequireSignedTokens = true,
                RequireExpirationTime = true,
                ValidAlgorithms = Algorithms,
                LifetimeValidator = (notBefore, expires, _, _) => IsNow(notBefore, expires),
            }
        );
        return result.IsValid && result.SecurityToken is JsonWebToken token && token.Subject == trusted.Subject;
    }

    private bool IsNow(DateTime? notBefore, DateTime? expires)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return expires is { } end && end > now - Skew && end < now + MaxLife && !(notBefore > now + Skew);
    }
}
