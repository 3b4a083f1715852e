using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>What a write is planned with.</summary>
/// <param name="caller">Who asks.</param>
/// <param name="reads">What it reads with.</param>
/// <param name="clock">Says what time it is.</param>
/// <param name="isSqlite">Whether the store is SQLite.</param>
internal sealed class WriteContext(ScimCaller caller, SharedReads reads, TimeProvider clock, bool isSqlite)
{
    public ScimCaller Caller => caller;

    /// <summary>The organization's name in lower case.</summary>
    public string Organization { get; } = OrganizationScope.Key(caller.Organization.Name);

    /// <summary>The instant of all that is written, UTC.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    public TimeProvider Clock => clock;

    public Task<IReadOnlyList<SqlResult>> ReadAsync(StatementBatch batch) => reads.ReadAsync(batch);

    public ProvisioningWrites NewWrites() => new(Organization, Now, isSqlite);
}
