namespace SamlSp.Directory;

/// <summary>A data protection key (or its revocation), as XML.</summary>
internal sealed class KeyRow
{
    public required string Id { get; init; }

    public required string FriendlyName { get; init; }

    public required string Xml { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
