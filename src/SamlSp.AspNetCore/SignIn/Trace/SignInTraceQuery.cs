namespace SamlSp.AspNetCore;

/// <summary>Which attempts are meant.</summary>
internal sealed record SignInTraceQuery
{
    /// <summary>The organization's name.</summary>
    public required string Organization { get; init; }

    /// <summary>Only accepted ones (true) or refused ones (false); null for both.</summary>
    public bool? Accepted { get; init; }

    /// <summary>Only those refused with this code; null for all.</summary>
    public string? Code { get; init; }

    /// <summary>Only those of this record; null for all.</summary>
    public string? UserId { get; init; }

    /// <summary>Only attempts from this instant on, UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only attempts before this instant, UTC.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Whether the oldest come first. Default false.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>The last entry of the page before; null for the first page.</summary>
    public SignInTraceEntry? After { get; init; }

    /// <summary>How many at most, up to 500. Default 50.</summary>
    public int Limit { get; init; } = 50;
}
