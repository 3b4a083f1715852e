using System.Diagnostics.CodeAnalysis;

namespace SamlSp.AspNetCore;

/// <summary>An ID token that has passed every check, or the reason for which it is refused.</summary>
internal sealed record IdTokenResult
{
    [MemberNotNullWhen(true, nameof(SignIn))]
    [MemberNotNullWhen(false, nameof(Code), nameof(Reason))]
    public bool Accepted => SignIn is not null;

    public VerifiedSignIn? SignIn { get; init; }

    public string? Code { get; init; }

    /// <summary>A sentence for the log: no token content.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the token names a key that is not known: reading the keys again may help.</summary>
    public bool KeyUnknown { get; init; }

    /// <summary>When the token was issued (<c>iat</c>), once its signature was found to hold; null otherwise.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    public static IdTokenResult Refused(string code, string reason) => new() { Code = code, Reason = reason };
}
