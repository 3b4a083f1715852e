namespace SamlSp.Directory;

/// <summary>Rows older than these instants are past their time.</summary>
internal readonly record struct StoreAges(
    DateTimeOffset UsedIds,
    DateTimeOffset Sessions,
    DateTimeOffset AuditEntries,
    DateTimeOffset Changes
);
