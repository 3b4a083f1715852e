using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Sessions in the store, with those in use kept in memory.</summary>
internal sealed class SessionStore(
    Store store,
    SessionCache cache,
    ChangeFeed feed,
    OrganizationLookup organizations,
    StoreSettings settings,
    TimeProvider clock
) : ISessionStore, ISessionVersion
{
    /// <summary>For how long a session that is over can be found, so that the reason can be told.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// While the store is down, sessions that are known go on for a while, and asking for each of them would not help. After it, each is
    /// asked for.
    /// </summary>
    public long? Version => feed.IsFresh || feed.SinceFresh <= settings.Options.OfflineSessions ? cache.Generation : null;

    /// <inheritdoc />
    public async Task AddAsync(Session session, CancellationToken cancellationToken)
    {
        var generation = cache.Generation;
        Session added;
        try
        {
            added = await store.WriteAsync(
                session.Organization,
                session.UserId,
                scope => AddAsync(scope, session, cancellationToken),
                cancellationToken
            );
        }
        catch (DbUpdateException e) when (StoreErrors.IsUniqueViolation(e))
        {
            // The commit succeeded and the answer was lost; the second attempt found it done.
            return;
        }

        if (added.EndedAt is null)
        {
            cache.Add(SessionReference.FromId(session.Id), added, generation);
        }
    }

    /// <inheritdoc />
    public ValueTask<Session?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (cache.TryGetById(id, out var known) && feed.IsFresh)
        {
            return new(known);
        }

        if (SessionReference.IsReference(id))
        {
            return new((Session?)null);
        }

        var reference = SessionReference.FromId(id);
        return cache.TryGet(reference, out var session)
            ? feed.IsFresh
                ? new(session)
                : new(ConfirmAsync(id, reference, session, cancellationToken))
            : new(LoadUnknownAsync(id, reference, cancellationToken));
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<Session>> ListAsync(SessionSelector selector, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<Session>>(
            selector.Organization,
            async scope =>
            {
                // Sorted here: SQLite would otherwise go through the whole organization in that order.
                var rows = await Live(scope, selector).ToListAsync(cancellationToken);
                return [.. rows.OrderByDescending(row => row.CreatedAt).Select(row => SessionMapping.ToSession(row, row.Reference))];
            },
            cancellationToken
        );

    /// <inheritdoc />
    public Task<int> EndAsync(SessionSelector selector, SessionEndCause cause, CancellationToken cancellationToken) =>
        store.WriteAsync(
            selector.Organization,
            Actor(cause),
            scope => scope.EndSessionsAsync(Live(scope, selector), cause, cancellationToken),
            cancellationToken
        );

    private async Task<Session> AddAsync(OrganizationScope scope, Session session, CancellationToken cancellationToken)
    {
        // The user may be suspended, or lose a role, while signing in: then the other sessions were ended a moment ago, without this one.
        await scope.LockUserAsync(session.UserId, cancellationToken);
        await scope.LockPoliciesAsync(exclusive: false, cancellationToken);
        session = await TightenAsync(scope, session, cancellationToken);
        if (await WhyNotAsync(scope, session, cancellationToken) is { } cause)
        {
            session = session with { EndedAt = scope.Now, EndedBy = cause };
        }

        var row = SessionMapping.ToRow(session);
        scope.Add(row);
        scope.Audit(AuditActions.SessionStarted, row.Reference);
        await scope.SaveAsync(cancellationToken);

        // What the identity provider says now about groups and org unit holds for sessions from before as well.
        if (session.EndedAt is null)
        {
            var others = scope.LiveSessions.Where(s =>
                s.UserId == row.UserId && s.Reference != row.Reference && (s.Roles != row.Roles || s.OrgUnitPath != row.OrgUnitPath)
            );
            scope.Actor = AuditActors.System;
            await scope.EndSessionsAsync(others, SessionEndCause.RightsChanged, cancellationToken);
        }

        return session;
    }

    /// <summary>
    /// The policy that the session was made by may be two seconds old: the one in the store counts, where it is stricter. So do settings
    /// that this node has not heard of yet.
    /// </summary>
    private async Task<Session> TightenAsync(OrganizationScope scope, Session session, CancellationToken cancellationToken)
    {
        if (organizations.Find(session.Organization) is not { } organization)
        {
            return session;
        }

        var saved = organizations.IsDeclared(organization.Name) ? null : await scope.SavedOrgUnitsAsync(cancellationToken);
        var policy = new OrgUnitTree(saved ?? organization.Options.OrgUnits, await scope.OrgUnitRowsAsync(cancellationToken)).Policies.At(
            session.OrgUnitPath
        );
        if (!policy.RequiresReauthentication)
        {
            return session;
        }

        var end = policy.Accepts(session.MultipleFactors, session.PhishingResistant)
            ? PolicyTightening.End(policy, session.AuthenticatedAt, session.CreatedAt)
            : scope.Now;
        return end >= session.ExpiresAt
            ? session
            : session with
            {
                ExpiresAt = end,
                ExpiresBy = SessionEndCause.Policy,
                ReauthenticationFrequency = policy.Frequency,
                PolicyFrom = policy.From,
            };
    }

    private static async Task<SessionEndCause?> WhyNotAsync(OrganizationScope scope, Session session, CancellationToken cancellationToken)
    {
        var user = await scope
            .Users.Where(u => u.Id == session.UserId)
            .Select(u => new
            {
                u.Suspended,
                Deleted = u.DeletedAt != null,
                u.RightsVersion,
            })
            .FirstOrDefaultAsync(cancellationToken);

        // Without a version, the record is an application's own.
        if (user is null)
        {
            return session.RightsVersion is null ? null : SessionEndCause.UserGone;
        }

        if (user.Suspended || user.Deleted)
        {
            return SessionEndCause.UserGone;
        }

        return session.RightsVersion is { } version && version != user.RightsVersion ? SessionEndCause.RightsChanged : null;
    }

    /// <summary>
    /// Known here, but for a moment nobody has confirmed that it was not ended elsewhere. While the store is down, what is known goes on
    /// for a while.
    /// </summary>
    private async Task<Session?> ConfirmAsync(string id, string reference, Session known, CancellationToken cancellationToken)
    {
        var bounded = feed.SinceFresh <= settings.Options.OfflineSessions;
        if (bounded && feed.IsDown)
        {
            return known;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (bounded)
        {
            patience.CancelAfter(Patience);
        }

        try
        {
            return await LoadAsync(id, reference, patience.Token);
        }
        catch (StoreUnavailableException) when (bounded)
        {
            return known;
        }
        catch (OperationCanceledException) when (bounded && !cancellationToken.IsCancellationRequested)
        {
            return known;
        }
    }

    private async Task<Session?> LoadUnknownAsync(string id, string reference, CancellationToken cancellationToken)
    {
        if (cache.IsMissing(reference))
        {
            return null;
        }

        var session = await LoadAsync(id, reference, cancellationToken);
        if (session is null)
        {
            cache.AddMissing(reference);
        }

        return session;
    }

    private async Task<Session?> LoadAsync(string id, string reference, CancellationToken cancellationToken)
    {
        var generation = cache.Generation;
        var batch = new StatementBatch();
        batch.Add(SessionSql.Find, reference);
        var found = (await store.ReadAsync(batch, cancellationToken))[0];
        var row = found.HasRows ? SessionSql.ToRow(found.Rows[0]) : null;
        if (row is null || (row.EndedAt ?? row.ExpiresAt) + Remembered < clock.GetUtcNow())
        {
            return null;
        }

        var session = SessionMapping.ToSession(row, id);
        cache.Add(reference, session, generation);
        return session;
    }

    private static IQueryable<SessionRow> Live(OrganizationScope scope, SessionSelector selector)
    {
        var sessions = scope.LiveSessions;
        if (
            (selector.Id ?? selector.UserId ?? selector.NameId) is null
            && selector.Key is null
            && selector.SessionIndexes is not { Count: > 0 }
        )
        {
            return sessions.Where(_ => false);
        }

        if (selector.Id is { } id)
        {
            var reference = SessionReference.FromId(id);
            sessions = sessions.Where(s => s.Reference == reference);
        }

        if (selector.UserId is { } user)
        {
            sessions = sessions.Where(s => s.UserId == user);
        }

        if (selector.Key is { } key)
        {
            // By the user, of whom there is one with this key.
            var (tenant, objectId) = (key.TenantId, key.ObjectId.ToLowerInvariant());
            var users = scope.Users.Where(u => u.TenantId == tenant && u.ObjectIdLower == objectId).Select(u => u.Id);
            sessions = sessions.Where(s => s.UserId == users.FirstOrDefault());
        }

        if (selector.Issuer is { } issuer)
        {
            sessions = sessions.Where(s => s.Issuer == issuer);
        }

        if (selector.SessionIndexes is { } indexes)
        {
            sessions = sessions.Where(s => s.SessionIndex != null && indexes.Contains(s.SessionIndex));
        }

        if (selector.NameId is not { } nameId)
        {
            return sessions;
        }

        // Not one query with "or": SQLite would go through all of the organization for it.
        return sessions
            .Where(s => s.AssertedNameId == nameId)
            .Concat(sessions.Where(s => s.NameId == nameId && s.NameId != s.AssertedNameId));
    }

    /// <summary>Who ended a session, where the cause tells; null for the session's user.</summary>
    private static string? Actor(SessionEndCause cause) =>
        cause switch
        {
            SessionEndCause.LogoutByIdentityProvider or SessionEndCause.AccountDisabled or SessionEndCause.RevokedByIdentityProvider =>
                AuditActors.IdentityProvider,
            SessionEndCause.SignedOut or SessionEndCause.Replaced => null,
            _ => AuditActors.System,
        };
}
