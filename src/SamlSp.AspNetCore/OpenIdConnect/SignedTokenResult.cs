using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace SamlSp.AspNetCore;

/// <summary>A token whose form, signature, issuer, audience and times are right, or the reason for which it is refused.</summary>
internal sealed record SignedTokenResult
{
    [MemberNotNullWhen(true, nameof(Token))]
    [MemberNotNullWhen(false, nameof(Code), nameof(Reason))]
    public bool Accepted => Token is not null;

    public JsonWebToken? Token { get; init; }

    /// <summary>The claims, from the bytes that were signed; undefined when refused.</summary>
    public JsonElement Payload { get; init; }

    public string? Code { get; init; }

    /// <summary>A sentence for the log: no token content.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the token names a key that is not known: reading the keys again may help.</summary>
    public bool KeyUnknown { get; init; }

    /// <summary>When the token was issued (<c>iat</c>), once its signature was found to hold; null otherwise.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    public static SignedTokenResult Refused(string code, string reason) => new() { Code = code, Reason = reason };
}
