using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// What a sign-in writes, as one batch. The order is that of the locks: the policies, the message's IDs, the user, the session.
/// </summary>
/// <param name="state">What the sign-in read.</param>
/// <param name="isSqlite">Whether the store is SQLite: it has one writer, and needs no locks.</param>
internal sealed class SignInWrites(SignInState state, bool isSqlite)
{
    private readonly string _organization = state.Key;
    private readonly UserRow _user = state.User!;

    public StatementBatch Batch { get; } = new();

    /// <summary>The place of the statement that writes the user.</summary>
    public int UserAt { get; private set; }

    /// <summary>The message's IDs, each of which must be new.</summary>
    public void AddIds()
    {
        if (!isSqlite)
        {
            Batch.Add(SignInSql.LockPolicies, _organization);
        }

        foreach (var id in state.Ids)
        {
            Batch.Add(SignInSql.UseId, UsedAssertionIds.Key(id.Issuer), UsedAssertionIds.Key(id.Id), id.KeepUntil);
        }
    }

    /// <summary>The user, and units that are not there yet.</summary>
    public void AddUser()
    {
        if (state.Tombstone is { } tombstone)
        {
            Batch.Add(_organization, SignInSql.RemoveTombstone, tombstone);
        }

        if (state.Found is { } found)
        {
            UpdateUser(found);
        }
        else
        {
            CreateUser();
        }

        Batch.AddOrgUnits(_organization, state.NewOrgUnits, state.Now, AuditActors.SignIn);
    }

    /// <summary>The session; and the end of those with other rights, where there are any.</summary>
    public void AddSession(SessionRow row)
    {
        Batch.Add(
            _organization,
            SignInSql.AddSession,
            row.Reference,
            row.OrganizationName,
            row.UserId,
            row.TenantId,
            row.ObjectId,
            row.UserType.ToString(),
            row.NameId,
            row.DisplayName,
            row.OrgUnitPath,
            row.Roles,
            row.Issuer,
            row.AssertedNameId,
            row.AssertedNameIdFormat,
            row.AssertedNameQualifier,
            row.AssertedSpNameQualifier,
            row.SessionIndex,
            row.AuthenticatedAt,
            row.CreatedAt,
            row.ExpiresAt,
            row.ExpiresBy.ToString(),
            row.ReauthenticationFrequency,
            row.MultipleFactors,
            row.PolicyFrom,
            row.PackedClaims,
            state.RightsVersion,
            false,
            state.Now,
            state.PolicyVersion
        );
        Batch.Add(_organization, SignInSql.AuditSession, state.Now, row.UserId, AuditActions.SessionStarted, row.Reference);
        if (state.SessionRights.Any(rights => rights != (row.Roles, row.OrgUnitPath)))
        {
            Batch.EndOtherSessions(_organization, row, Ending, isSqlite);
        }
    }

    /// <summary>The end of all of the user's sessions.</summary>
    public void EndSessions() => Batch.EndSessions(_organization, [_user.Id], Ending, isSqlite);

    private SessionTermination Ending => new(state.Now, SessionEndCause.RightsChanged, AuditActors.System);

    private void CreateUser()
    {
        if (!isSqlite)
        {
            // Provisioning may be about to create the user.
            Batch.Add(SignInSql.LockObjectId, _organization + "\n" + _user.ObjectIdLower);
        }

        UserAt = Batch.Add(_organization, SignInSql.AddUser, [_user.Id, state.Now, false, state.RightsVersion, .. Columns()]);
        Batch.Add(_organization, SignInSql.AuditUser, state.Now, _user.Id, AuditActions.UserCreated, state.RightsVersion);
    }

    private void UpdateUser(UserVersion found)
    {
        SqlValue[] unchanged = [_user.Id, state.Now, found.RightsVersion, found.UpdatedAt, false, found.TenantId, found.ObjectIdLower];
        UserAt = state.IsChanged
            ? Batch.Add(_organization, SignInSql.UpdateUser, [.. unchanged, state.RightsVersion, .. Columns()])
            : Batch.Add(_organization, SignInSql.TouchUser, unchanged);
        if (state.Joined)
        {
            Batch.Add(_organization, SignInSql.AuditUser, state.Now, _user.Id, AuditActions.UserJoined, state.RightsVersion);
        }
    }

    /// <summary>What a sign-in can change of a user, in the order of <see cref="SignInSql"/>.</summary>
    private SqlValue[] Columns() =>
        [
            _user.TenantId,
            _user.ObjectId,
            _user.ObjectIdLower,
            _user.NameId,
            _user.NameIdLower,
            _user.OriginalUpn,
            _user.DisplayName,
            _user.Mail,
            _user.MailLower,
            _user.UserType.ToString(),
            _user.OrgUnitPath,
            _user.OrgUnitLower,
            _user.SortName,
            _user.SearchText,
            _user.RoleGroups,
        ];
}
