namespace SamlSp.Directory;

/// <summary>Who did what to whom, when. Holds no token, no secret and no session ID.</summary>
public sealed record AuditEntry
{
    /// <summary>The entry's number, rising; given by the store.</summary>
    public long Number { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The organization's name.</summary>
    public required string Organization { get; init; }

    /// <summary>Who: a record's ID, <c>provisioning</c>, <c>identity-provider</c>, or <c>system</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>What: one of <see cref="AuditActions"/>, or an application's own.</summary>
    public required string Action { get; init; }

    /// <summary>To whom or what: a record's ID, a session's reference, a path; null where there is none.</summary>
    public string? Target { get; init; }

    /// <summary>The reference number that a user was shown; null where there is none.</summary>
    public string? Reference { get; init; }

    /// <summary>The reason code; null where there is none.</summary>
    public string? Code { get; init; }

    /// <summary>More, as a JSON object; null where there is none.</summary>
    public string? Details { get; init; }
}
