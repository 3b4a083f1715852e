namespace SamlSp.Directory;

/// <summary>A first step that an owner does not need.</summary>
internal sealed class SkippedStepRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    public required FirstStep Step { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Actor { get; init; }
}
