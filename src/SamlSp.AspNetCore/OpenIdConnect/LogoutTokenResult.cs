using System.Diagnostics.CodeAnalysis;

namespace SamlSp.AspNetCore;

/// <summary>A logout token that has passed every check, or the reason for which it is refused.</summary>
internal sealed record LogoutTokenResult
{
    [MemberNotNullWhen(true, nameof(Token))]
    [MemberNotNullWhen(false, nameof(Code), nameof(Reason))]
    public bool Accepted => Token is not null;

    public LogoutToken? Token { get; init; }

    public string? Code { get; init; }

    /// <summary>A sentence for the log: no token content.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the token names a key that is not known: reading the keys again may help.</summary>
    public bool KeyUnknown { get; init; }

    public static LogoutTokenResult Refused(string code, string reason) => new() { Code = code, Reason = reason };
}
