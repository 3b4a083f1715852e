using System.Text.Json;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// What a provisioning request writes, as one batch. <see cref="Log"/> comes last: it makes sure that the row is as it was planned, or
/// nothing is kept.
/// </summary>
/// <param name="organization">The organization's name in lower case.</param>
/// <param name="now">The instant of all that is written, UTC.</param>
/// <param name="isSqlite">Whether the store is SQLite: it has one writer, and needs no locks.</param>
internal sealed partial class ProvisioningWrites(string organization, DateTimeOffset now, bool isSqlite)
{
    private readonly List<(OrganizationSql Sql, SqlValue[] Values)> _afterLog = [];
    private OrganizationSql? _log;
    private SqlValue[] _expected = [];

    public StatementBatch Batch { get; } = new();

    /// <summary>Adds an entry to the audit trail.</summary>
    public void Audit(string action, string target, object? details = null) =>
        Batch.AddAudit(
            new()
            {
                At = now,
                Organization = organization,
                Actor = AuditActors.Provisioning,
                Action = action,
                Target = target,
                Details = details is null ? null : JsonSerializer.Serialize(details),
            }
        );

    /// <summary>Adds the line of the provisioning log, and what can only be done after it.</summary>
    /// <exception cref="InvalidOperationException">Nothing says which row it is about.</exception>
    public void Log(AuditRow line)
    {
        var log = _log ?? throw new InvalidOperationException("A write says which row it expects.");
        Batch.Add(organization, log, [line.At, line.Actor, line.Action, line.Target, line.Code, line.Details, .. _expected]);
        foreach (var (sql, values) in _afterLog)
        {
            Batch.Add(organization, sql, values);
        }
    }

    /// <summary>Ends users' sessions, and the API tokens issued from them.</summary>
    public void EndSessions(IReadOnlyCollection<string> users, SessionEndCause cause) =>
        Batch.EndSessions(organization, users, new(now, cause, AuditActors.Provisioning), isSqlite);

    /// <summary>Creates units that are missing.</summary>
    public void AddOrgUnits(IReadOnlyList<string> paths) => Batch.AddOrgUnits(organization, paths, now, AuditActors.Provisioning);

    private void Expect(OrganizationSql log, params SqlValue[] values) => (_log, _expected) = (log, values);
}
