namespace SamlSp.Directory;

/// <summary>An audit entry as stored. Never changed; deleted by age alone.</summary>
internal sealed class AuditRow : IOrganizationOwned
{
    public long Number { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Organization { get; init; }

    public required string Actor { get; init; }

    public required string Action { get; init; }

    public string? Target { get; init; }

    public string? Reference { get; init; }

    public string? Code { get; init; }

    public string? Details { get; init; }
}
