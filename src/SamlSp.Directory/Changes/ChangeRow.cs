namespace SamlSp.Directory;

/// <summary>Something that other nodes may have in memory has changed. Numbers are given out in the order of commits.</summary>
internal sealed class ChangeRow
{
    public long Number { get; init; }

    /// <summary>What has changed.</summary>
    public ChangeKind Kind { get; init; }

    /// <summary>
    /// The <see cref="SamlSp.AspNetCore.SessionReference"/> of the session that was ended or made shorter; empty in the row that the table
    /// begins with, and where something else has changed.
    /// </summary>
    public required string Session { get; init; }

    /// <summary>The organization that has changed, in lower case; empty for sessions.</summary>
    public string Subject { get; init; } = "";

    public required DateTimeOffset At { get; init; }
}
