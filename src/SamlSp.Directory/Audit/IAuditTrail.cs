namespace SamlSp.Directory;

/// <summary>The audit trail: entries are added and, after <see cref="StorageOptions.AuditRetention"/>, deleted; never changed.</summary>
public interface IAuditTrail
{
    /// <summary>Adds an entry.</summary>
    /// <exception cref="SamlSp.AspNetCore.StoreUnavailableException">It could not be written.</exception>
    Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>An organization's entries, newest first.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="before">Only entries before this one (<see cref="AuditEntry.Number"/>); null for the newest.</param>
    /// <param name="limit">How many at most; up to 1,000.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<AuditEntry>> ListAsync(string organization, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>An organization's entries that match, newest first.</summary>
    Task<IReadOnlyList<AuditEntry>> SearchAsync(string organization, AuditQuery query, CancellationToken cancellationToken);
}
