namespace SamlSp.Directory;

/// <summary>The statements on data protection keys, as both databases understand them. A start needs them before anything else.</summary>
internal static class KeySql
{
    /// <summary>All keys, oldest first.</summary>
    public static readonly UnownedSql All = new("SELECT xml FROM data_protection_keys ORDER BY created_at, id");

    public static readonly UnownedSql Add = new(
        "INSERT INTO data_protection_keys (id, friendly_name, xml, created_at) VALUES ($1, $2, $3, $4)"
    );
}
