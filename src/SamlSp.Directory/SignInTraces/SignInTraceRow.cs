namespace SamlSp.Directory;

/// <summary>A sign-in attempt as stored. What is only ever shown stands in one packed JSON text.</summary>
internal sealed class SignInTraceRow : IOrganizationOwned
{
    public required string Reference { get; init; }

    /// <summary>In lower case; empty for attempts that proved nobody's.</summary>
    public required string Organization { get; init; }

    public string? OrganizationName { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Hours since the beginning of ticks, for counting.</summary>
    public required long Hour { get; init; }

    public string? Code { get; init; }

    public string? Reason { get; init; }

    public string? IdentityProviderError { get; init; }

    public string? UserId { get; init; }

    public required double Milliseconds { get; init; }

    /// <summary>Checks, masked claims and rules as <see cref="PackedJson"/>.</summary>
    public byte[]? PackedContent { get; init; }

    /// <summary>Who it was and what decided as <see cref="PackedJson"/>, encrypted; null where the attempt proved nothing.</summary>
    public byte[]? PackedValues { get; init; }

    /// <summary>What is kept for an hour, encrypted.</summary>
    public byte[]? Detail { get; init; }

    public DateTimeOffset? DetailUntil { get; init; }
}
