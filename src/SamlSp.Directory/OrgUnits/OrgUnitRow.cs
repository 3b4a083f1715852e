using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>An org unit that was created here, with its own policy where it has one.</summary>
internal sealed class OrgUnitRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    /// <summary>Set with <see cref="Path"/>: paths are compared without case.</summary>
    public string PathLower { get; private init; } = "";

    public required string Path
    {
        get;
        init => (field, PathLower) = (value, value.ToLowerInvariant());
    }

    public string? Description { get; set; }

    public Reauthentication? Reauthentication { get; set; }

    /// <summary>In ticks.</summary>
    public long? Frequency { get; set; }

    public ReauthenticationMethod? Method { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>The policy as configuration would have it; null when the unit inherits.</summary>
    public SessionPolicyOptions? Policy =>
        (Reauthentication, Frequency, Method) is (null, null, null)
            ? null
            : new()
            {
                Reauthentication = Reauthentication,
                Frequency = Frequency is { } ticks ? TimeSpan.FromTicks(ticks) : null,
                Method = Method,
            };
}
