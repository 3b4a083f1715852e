namespace SamlSp.AspNetCore;

/// <summary>Who signs in, as the store knows the user; or what the store refuses the sign-in for.</summary>
internal sealed record SignInCandidate
{
    /// <summary>The record; null when the store refuses.</summary>
    public UserRecord? User { get; init; }

    /// <summary>One of <see cref="SignInRefusalCodes"/>; null when the store does not refuse.</summary>
    public string? RefusalCode { get; init; }

    /// <summary>The ID of the record that the store refuses; null when there is none, or it does not refuse.</summary>
    public string? RefusedUserId { get; init; }

    /// <summary>
    /// The organization's policies, where the store knows that these are in force now; null where they have to be asked for.
    /// </summary>
    public SessionPolicyTree? Policies { get; init; }

    /// <summary>An ID of the message that was used before; null when none was, or when that is found out later.</summary>
    public OneTimeId? Used { get; init; }

    /// <summary>What the store needs to keep the sign-in; its own affair.</summary>
    public object? State { get; init; }
}
