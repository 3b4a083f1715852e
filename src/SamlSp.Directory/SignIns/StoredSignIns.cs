using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>
/// Keeps a sign-in in one transaction: the IDs of its message, the user, the session, and what the audit trail says. One round trip reads
/// and one writes. What was read is a condition of what is written, so that nothing that changed in between is lost: then nothing is kept,
/// and the sign-in looks again.
/// </summary>
internal sealed class StoredSignIns(Store store, SignInReader reader, SessionCache sessions, OrgUnitPolicyCache policies)
    : ISignInStore,
        IUserStore
{
    private const int Attempts = 5;

    /// <inheritdoc />
    public async Task<SignInCandidate> FindAsync(
        Organization organization,
        SignInIdentity identity,
        IReadOnlyList<OneTimeId> ids,
        CancellationToken cancellationToken
    )
    {
        var candidate = await reader.FindAsync(organization, identity, ids, cancellationToken);
        if (candidate is { User: not null, State: SignInState state })
        {
            // The policies that bound the session must be as new as this, however long ago this node heard of changes.
            return candidate with { Policies = policies.Find(organization, state.PolicyVersion) };
        }

        return candidate;
    }

    /// <inheritdoc />
    public async Task<SignInKept> KeepAsync(SignInCandidate candidate, Session session, CancellationToken cancellationToken)
    {
        var state = (SignInState)candidate.State!;
        var row = SessionMapping.ToRow(session);
        var generation = sessions.Generation;
        var writes = new SignInWrites(state, store.IsSqlite);
        writes.AddIds();
        writes.AddUser();
        writes.AddSession(row);
        try
        {
            await store.WriteAsync(writes.Batch, cancellationToken);
        }
        catch (Exception e) when (StoreErrors.IsUniqueViolation(e, "used_ids"))
        {
            return await WhyUsedAsync(state, row.Reference, cancellationToken);
        }
        catch (Exception e) when (StoreErrors.IsConflict(e))
        {
            return SignInKept.Changed;
        }

        sessions.Add(row.Reference, session, generation);
        return SignInKept.Kept;
    }

    /// <inheritdoc />
    public async Task<OneTimeId?> RefuseAsync(IReadOnlyList<OneTimeId> ids, SignInCandidate? candidate, CancellationToken cancellationToken)
    {
        var batch = new StatementBatch();
        foreach (var id in ids)
        {
            batch.Add(SignInSql.UseIdOnce, UsedAssertionIds.Key(id.Issuer), UsedAssertionIds.Key(id.Id), id.KeepUntil);
        }

        if (candidate is { RefusalCode: { } code, State: SignInState state })
        {
            batch.AddAudit(
                new()
                {
                    At = state.Now,
                    Organization = state.Key,
                    Actor = state.User?.Id ?? AuditActors.Unknown,
                    Action = AuditActions.SignInRefused,
                    Target = state.User?.Id,
                    Code = code,
                }
            );
        }

        if (batch.Statements.Count == 0)
        {
            return null;
        }

        var results = await store.WriteAsync(batch, cancellationToken);
        for (var i = 0; i < ids.Count; i++)
        {
            if (!results[i].HasWritten)
            {
                return ids[i];
            }
        }

        return null;
    }

    /// <summary>The same for an application that keeps sessions elsewhere: the user alone.</summary>
    public async Task<UserSignInResult> SignInAsync(Organization organization, SignInIdentity identity, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var candidate = await reader.FindAsync(organization, identity, [], cancellationToken);
            if (candidate.User is null)
            {
                await RefuseAsync([], candidate, cancellationToken);
                return new() { RefusalCode = candidate.RefusalCode };
            }

            var state = (SignInState)candidate.State!;
            var writes = new SignInWrites(state, store.IsSqlite);
            writes.AddUser();
            if (candidate.User.RightsVersion != state.Found?.RightsVersion)
            {
                writes.EndSessions();
            }

            try
            {
                var results = await store.WriteAsync(writes.Batch, cancellationToken);
                if (results[writes.UserAt].HasWritten)
                {
                    return new() { User = candidate.User };
                }
            }
            catch (Exception e) when (StoreErrors.IsConflict(e))
            {
                // Another sign-in of this user, or of a user with this NameID, was first: this time its record is found.
            }

            if (attempt == Attempts)
            {
                throw new StoreUnavailableException("The user was changed by others again and again.");
            }
        }
    }

    /// <summary>Whether it was this sign-in itself that used the IDs, and only the answer to its commit was lost.</summary>
    private async Task<SignInKept> WhyUsedAsync(SignInState state, string reference, CancellationToken cancellationToken)
    {
        var batch = new StatementBatch();
        batch.Add(state.Key, SignInSql.FindSession, reference);
        foreach (var id in state.Ids)
        {
            batch.Add(SignInSql.UsedIds, UsedAssertionIds.Key(id.Issuer), UsedAssertionIds.Key(id.Id));
        }

        var results = await store.ReadAsync(batch, cancellationToken);
        if (results[0].HasRows)
        {
            return SignInKept.Kept;
        }

        for (var i = 0; i < state.Ids.Count; i++)
        {
            if (results[i + 1].HasRows)
            {
                return new(IsKept: false, state.Ids[i]);
            }
        }

        return SignInKept.Changed;
    }
}
