using System.Diagnostics.CodeAnalysis;

namespace SamlSp.AspNetCore;

/// <summary>A user record, or the reason for which the user may not sign in.</summary>
public sealed record UserSignInResult
{
    /// <summary>Whether there is a record and the user may sign in.</summary>
    [MemberNotNullWhen(true, nameof(User))]
    [MemberNotNullWhen(false, nameof(RefusalCode))]
    public bool Succeeded => User is not null;

    /// <summary>The record; null on refusal.</summary>
    public UserRecord? User { get; init; }

    /// <summary>One of <see cref="SignInRefusalCodes"/>; null on success.</summary>
    public string? RefusalCode { get; init; }
}
