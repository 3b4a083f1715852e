using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>One organization's rows. There is no other way to them, and none from here to another organization's.</summary>
internal sealed partial class OrganizationScope
{
    /// <summary>Beyond this many sessions at once it is cheaper for nodes to read all of theirs anew.</summary>
    private const int MaxAnnounced = 500;

    private readonly DirectoryContext _context;
    private readonly StoreSettings _settings;

    internal OrganizationScope(DirectoryContext context, string organization, StoreSettings settings)
    {
        _context = context;
        _settings = settings;
        Organization = context.Organization = Key(organization);
    }

    /// <summary>The organization's name in lower case.</summary>
    public string Organization { get; }

    /// <summary>People, tracked.</summary>
    public IQueryable<UserRow> Users => _context.Set<UserRow>();

    /// <summary>Granted roles.</summary>
    public IQueryable<RoleGrantRow> RoleGrants => _context.Set<RoleGrantRow>().AsNoTracking();

    /// <summary>Sessions.</summary>
    public IQueryable<SessionRow> Sessions => _context.Set<SessionRow>().AsNoTracking();

    /// <summary>The audit trail.</summary>
    public IQueryable<AuditRow> AuditEntries => _context.Set<AuditRow>().AsNoTracking();

    /// <summary>An organization's name as rows have it: names are compared without case.</summary>
    public static string Key(string organization)
    {
        ArgumentException.ThrowIfNullOrEmpty(organization);
        return organization.ToLowerInvariant();
    }

    /// <summary>Adds a row; <see cref="SaveAsync"/> writes it.</summary>
    public void Add(IOrganizationOwned row) => _context.Add(row);

    /// <summary>Removes a row; <see cref="SaveAsync"/> does it.</summary>
    public void Remove(IOrganizationOwned row) => _context.Remove(row);

    /// <summary>Writes what was added and changed.</summary>
    public Task SaveAsync(CancellationToken cancellationToken) => _context.SaveChangesAsync(cancellationToken);

    /// <summary>
    /// Keeps a person's record from being changed until the transaction ends, so that a session is not added to somebody who is being
    /// suspended. SQLite has one writer anyway.
    /// </summary>
    public Task LockUserAsync(string userId, CancellationToken cancellationToken) =>
        _settings.IsSqlite
            ? Task.CompletedTask
            : _context.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM users WHERE organization = {Organization} AND id = {userId} FOR SHARE",
                cancellationToken
            );

    /// <summary>Tells all nodes that sessions were ended or made shorter, with the transaction's commit.</summary>
    public Task PublishAsync(IReadOnlyCollection<string> sessions, DateTimeOffset at, CancellationToken cancellationToken)
    {
        _endedSessions.AddRange(sessions);
        return PublishAsync(
            sessions.Count > MaxAnnounced
                ?
                [
                    new()
                    {
                        Kind = ChangeKind.SessionsChanged,
                        Session = "",
                        Subject = Organization,
                        At = at,
                    },
                ]
                : sessions.Select(session => new ChangeRow { Session = session, At = at }).ToList(),
            cancellationToken
        );
    }

    /// <summary>
    /// Writes what was added and changed, and tells all nodes that the organization's policies are others now, with the transaction's
    /// commit.
    /// </summary>
    public Task PublishPoliciesAsync(DateTimeOffset at, CancellationToken cancellationToken) =>
        PublishAsync(
            [
                new()
                {
                    Kind = ChangeKind.PoliciesChanged,
                    Session = "",
                    Subject = Organization,
                    At = at,
                },
            ],
            cancellationToken
        );

    private async Task PublishAsync(List<ChangeRow> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return;
        }

        // Numbers must be given out in the order of commits, or a reader that has seen a higher one would miss this: held to the end of the
        // transaction.
        if (!_settings.IsSqlite)
        {
            await _context.Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(5351907205)", cancellationToken);
        }

        _context.AddRange(changes);
        await _context.SaveChangesAsync(cancellationToken);
        if (!_settings.IsSqlite)
        {
            await _context.Database.ExecuteSqlRawAsync("SELECT pg_notify('samlsp_changes', '')", cancellationToken);
        }
    }
}
