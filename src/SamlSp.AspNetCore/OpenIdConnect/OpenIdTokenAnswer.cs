using System.Diagnostics.CodeAnalysis;

namespace SamlSp.AspNetCore;

/// <summary>What a code was redeemed for.</summary>
internal sealed record OpenIdTokenAnswer
{
    [MemberNotNullWhen(true, nameof(IdToken))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;

    public string? IdToken { get; init; }

    /// <summary>For the userinfo endpoint, within the sign-in. It is not kept.</summary>
    public string? AccessToken { get; init; }

    /// <summary>A sentence for the log.</summary>
    public string? Error { get; init; }

    /// <summary>Entra's error number; null when there is none.</summary>
    public string? Number { get; init; }
}
