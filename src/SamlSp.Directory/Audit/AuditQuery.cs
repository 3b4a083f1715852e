namespace SamlSp.Directory;

/// <summary>Which entries are meant: every criterion that is set must hold.</summary>
public sealed record AuditQuery
{
    /// <summary>What was done: one of <see cref="AuditActions"/>, or an application's own; null for all.</summary>
    public string? Action { get; init; }

    /// <summary>What was not done: entries with this action are left out; null leaves out none.</summary>
    public string? ExceptAction { get; init; }

    /// <summary>What an entry's target, actor or reference number is; null for all.</summary>
    public string? About { get; init; }

    /// <summary>Only entries before this one (<see cref="AuditEntry.Number"/>); null for the newest.</summary>
    public long? Before { get; init; }

    /// <summary>Only entries after this one; null for any.</summary>
    public long? After { get; init; }

    /// <summary>Only entries of this instant or later, UTC; null for any.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only entries before this instant, UTC; null for any.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether the oldest come first. Default false.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>How many at most. Default 50; up to 1,000.</summary>
    public int Limit { get; init; } = 50;
}
