using System.Diagnostics.CodeAnalysis;

namespace SamlSp.Directory;

/// <summary>A test sign-in that can begin, or what is wrong with the settings.</summary>
internal sealed record TrialSignInStart
{
    /// <summary>Whether it can begin.</summary>
    [MemberNotNullWhen(true, nameof(Id), nameof(Url))]
    public bool Started => Id is not null;

    /// <summary>The test's ID.</summary>
    public string? Id { get; init; }

    /// <summary>Where the browser is sent: a local path, good for 15 minutes in the session that asked.</summary>
    public string? Url { get; init; }

    /// <summary>A line for each mistake in the settings, as <see cref="OrganizationSaveResult.Errors"/>.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];
}
