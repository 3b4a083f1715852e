using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>An organization as an administrator sees it.</summary>
public sealed record OrganizationEntry
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The settings, without secrets: a copy, which can be changed and handed to <see cref="IOrganizationDirectory.SaveAsync"/>.
    /// </summary>
    public required OrganizationOptions Settings { get; init; }

    /// <summary>Whether it is declared in the configuration, and so cannot be changed here.</summary>
    public required bool IsDeclared { get; init; }

    /// <summary>Whether the connection has a client secret.</summary>
    public required bool HasClientSecret { get; init; }

    /// <summary>Whether Microsoft Graph has a client secret.</summary>
    public bool HasGraphClientSecret { get; init; }

    /// <summary>Whether this node has it in use: users can sign in, if the connection is enabled.</summary>
    public required bool IsInUse { get; init; }

    /// <summary>Rises with each change; 0 for a declared one.</summary>
    public int Revision { get; init; }

    /// <summary>When it was last changed, UTC; null for a declared one.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Who changed it last; null for a declared one.</summary>
    public string? UpdatedBy { get; init; }
}
