using System.Diagnostics.CodeAnalysis;

namespace SamlSp.Claims;

/// <summary>A <see cref="SignInIdentity"/>, or the reason why there is none.</summary>
public sealed record SignInIdentityResult
{
    /// <summary>Whether an identity was resolved.</summary>
    [MemberNotNullWhen(true, nameof(Identity))]
    [MemberNotNullWhen(false, nameof(ErrorCode), nameof(ErrorMessage))]
    public bool Succeeded => Identity is not null;

    /// <summary>The identity; null on failure.</summary>
    public SignInIdentity? Identity { get; init; }

    /// <summary>One of <see cref="IdentityErrorCodes"/>; null on success.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>A sentence for an administrator; null on success.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The steps so far, also on failure.</summary>
    public IReadOnlyList<IdentityTraceStep> Trace { get; init; } = [];
}
