namespace SamlSp.Directory;

/// <summary>An assertion ID (or request ID) that was used.</summary>
internal sealed class UsedIdRow
{
    public required string Issuer { get; init; }

    public required string Id { get; init; }

    public required DateTimeOffset KeepUntil { get; init; }
}
