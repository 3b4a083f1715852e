namespace SamlSp.Directory;

/// <summary>Something that other nodes may have in memory has changed. Numbers are given out in the order of commits.</summary>
internal sealed class ChangeRow
{
    /// <summary>In place of a session: so many were changed that they are not named.</summary>
    public const string AllSessions = "*";

    /// <summary>In place of a session: policies were changed.</summary>
    public const string Policies = "policies";

    public long Number { get; init; }

    /// <summary>The <see cref="SamlSp.AspNetCore.SessionReference"/> of the session that was ended or made shorter, or one of the words above; empty in the row that the table begins with.</summary>
    public required string Session { get; init; }

    public required DateTimeOffset At { get; init; }
}
