using System.Diagnostics.CodeAnalysis;

namespace SamlSp.Directory;

/// <summary>What became of an attempt to create or change an organization.</summary>
public sealed record OrganizationSaveResult
{
    /// <summary>Whether it was saved.</summary>
    [MemberNotNullWhen(true, nameof(Entry))]
    public bool Saved => Entry is not null;

    /// <summary>The organization as saved; null when it was not.</summary>
    public OrganizationEntry? Entry { get; init; }

    /// <summary>
    /// A line for each mistake: the setting's path within the organization (<c>Connection:MetadataUrl</c>), a colon and a space, and what
    /// is wrong.
    /// </summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Whether another user has saved in the meantime: show what is there now, and let the user decide.</summary>
    public bool Conflict { get; init; }
}
