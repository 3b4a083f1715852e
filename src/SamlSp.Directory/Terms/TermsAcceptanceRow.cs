namespace SamlSp.Directory;

/// <summary>That a user accepted a version of the terms.</summary>
internal sealed class TermsAcceptanceRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    public required string UserId { get; init; }

    public required string Version { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }
}
