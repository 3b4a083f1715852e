using SamlSp.AspNetCore;

namespace SamlSp.Directory;

internal sealed partial class ProvisioningWrites
{
    /// <summary>Removes a tombstone, whose user is assigned again.</summary>
    public void RemoveTombstone(string userId) => Batch.Add(organization, SignInSql.RemoveTombstone, userId);

    /// <summary>Creates a user.</summary>
    public void AddUser(UserRow user)
    {
        if (!isSqlite && user.ObjectIdLower is { } objectId)
        {
            // A sign-in may be about to create the user.
            Batch.Add(SignInSql.LockObjectId, organization + "\n" + objectId);
        }

        Batch.Add(organization, ProvisioningSql.AddUser, [user.Id, user.UpdatedAt, user.RightsVersion, user.TenantId, .. Columns(user)]);
        ExpectUser(user);
    }

    /// <summary>Writes a user who was found; its <see cref="UserRow.UpdatedAt"/> must be another than before.</summary>
    /// <param name="user">The user as it is to be.</param>
    /// <param name="found">The user as it was.</param>
    /// <param name="rightsChange">Whether the user's rights change: a session that is being prepared is then not kept.</param>
    public void UpdateUser(UserRow user, UserVersion found, bool rightsChange)
    {
        Batch.Add(
            organization,
            ProvisioningSql.UpdateUser,
            [.. Found(user, found), found.RightsVersion + (rightsChange ? 1 : 0), .. Columns(user)]
        );
        ExpectUser(user);
    }

    /// <summary>Nothing is kept unless the user is as this has it.</summary>
    public void ExpectUser(UserRow user) => Expect(ProvisioningSql.AuditUser, user.UpdatedAt);

    /// <summary>Deletes a user, ending their sessions.</summary>
    /// <param name="user">The user, with a new <see cref="UserRow.UpdatedAt"/>.</param>
    /// <param name="found">The user as it was.</param>
    /// <param name="keepTombstone">Whether the user's key stays, so that later sign-ins are refused.</param>
    public void DeleteUser(UserRow user, UserVersion found, bool keepTombstone)
    {
        Batch.Add(organization, ProvisioningSql.TouchUser, Found(user, found));
        ExpectUser(user);
        Audit(AuditActions.UserDeleted, user.Id);
        EndSessions([user.Id], SessionEndCause.UserGone);
        if (!keepTombstone)
        {
            _afterLog.Add((ProvisioningSql.RemoveUser, [user.Id]));
            return;
        }

        _afterLog.AddRange([
            (ProvisioningSql.RemoveRoles, [user.Id]),
            (ProvisioningSql.RemoveMemberships, [user.Id]),
            (ProvisioningSql.RemoveAddresses, [user.Id]),
            (ProvisioningSql.RemoveProvisioned, [user.Id]),
            (ProvisioningSql.ReduceToTombstone, [user.Id, now, false]),
        ]);
    }

    /// <summary>What provisioning knows besides the record.</summary>
    public void PutProvisioned(ProvisionedUserRow row) =>
        Batch.Add(organization, ProvisioningSql.PutProvisioned, row.UserId, row.UserName, row.UserNameLower, row.Document);

    /// <summary>Brings a user's addresses up to date; both lists in lower case.</summary>
    public void PutAddresses(string userId, IReadOnlyCollection<string> found, IReadOnlyCollection<string> wanted)
    {
        foreach (var gone in found.Except(wanted, StringComparer.Ordinal))
        {
            Batch.Add(organization, ProvisioningSql.RemoveAddress, userId, gone);
        }

        foreach (var address in wanted.Except(found, StringComparer.Ordinal))
        {
            Batch.Add(organization, ProvisioningSql.AddAddress, userId, address);
        }
    }

    /// <summary>
    /// Takes from a suspended user the NameID of their last sign-in, because the directory gives it to another. Ends their sessions, which
    /// an application knows by that name: two users never share one.
    /// </summary>
    public void ReleaseName(UserRow holder)
    {
        var found = UserVersion.From(holder);
        (holder.NameId, holder.UpdatedAt) = (null, After(found));
        UpdateUser(holder, found, rightsChange: true);
        Batch.Add(
            organization,
            ProvisioningSql.AuditUser,
            now,
            AuditActors.Provisioning,
            AuditActions.UserNameReleased,
            holder.Id,
            (string?)null,
            (string?)null,
            holder.UpdatedAt
        );
        EndSessions([holder.Id], SessionEndCause.RightsChanged);
    }

    /// <summary>The instant of a change of a user: now, and in any case later than the change before.</summary>
    public DateTimeOffset After(UserVersion found) => now > found.UpdatedAt ? now : found.UpdatedAt.AddTicks(1);

    /// <summary>Users' rights change: their sessions end, and those that are being prepared are not kept.</summary>
    public void ChangeRights(IReadOnlyCollection<string> users)
    {
        foreach (var chunk in users.Chunk(MaxListed))
        {
            Batch.Add(organization, ProvisioningSql.CountRights, List(chunk));
        }

        EndSessions(users, SessionEndCause.RightsChanged);
    }

    private static SqlValue[] Found(UserRow user, UserVersion found) =>
        [user.Id, user.UpdatedAt, found.RightsVersion, found.UpdatedAt, found.Suspended, found.TenantId, found.ObjectIdLower];

    /// <summary>What provisioning can change of a user, in the order of <see cref="ProvisioningSql"/>.</summary>
    private static SqlValue[] Columns(UserRow user)
    {
        UserSearch.Update(user);
        return
        [
            user.ObjectId,
            user.ObjectIdLower,
            user.ExternalId,
            user.NameId,
            user.NameIdLower,
            user.OriginalUpn,
            user.DisplayName,
            user.Mail,
            user.MailLower,
            user.UserType.ToString(),
            user.OrgUnitPath,
            user.OrgUnitLower,
            user.OrgUnitPinned,
            user.Suspended,
            user.SortName,
            user.SearchText,
        ];
    }
}
