using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>An organization's last good metadata as stored; thumbprints stand side by side with spaces between them.</summary>
internal sealed class MetadataRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    public required string OrganizationName { get; init; }

    public required string Source { get; set; }

    public required byte[] Document { get; set; }

    public required DateTimeOffset ReadAt { get; set; }

    public required string Keys { get; set; }

    public required string WithdrawnKeys { get; set; }

    public DateTimeOffset? KeysChangedAt { get; set; }

    public static MetadataRow From(StoredMetadata metadata) =>
        new()
        {
            Organization = OrganizationScope.Key(metadata.Organization),
            OrganizationName = metadata.Organization,
            Source = metadata.Source,
            Document = metadata.Document,
            ReadAt = metadata.ReadAt,
            Keys = string.Join(' ', metadata.Keys),
            WithdrawnKeys = string.Join(' ', metadata.WithdrawnKeys),
            KeysChangedAt = metadata.KeysChangedAt,
        };

    public StoredMetadata ToMetadata() =>
        new()
        {
            Organization = OrganizationName,
            Source = Source,
            Document = Document,
            ReadAt = ReadAt,
            Keys = Split(Keys),
            WithdrawnKeys = Split(WithdrawnKeys),
            KeysChangedAt = KeysChangedAt,
        };

    private static string[] Split(string thumbprints) => thumbprints.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
