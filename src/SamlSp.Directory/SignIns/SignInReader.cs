using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>
/// Reads, in one round trip, all that a sign-in has to know, and says what it is going to write. A record that is joined by its address
/// takes a second one, once.
/// </summary>
internal sealed class SignInReader(Store store, TimeProvider clock)
{
    /// <summary>Who signs in, with a <see cref="SignInState"/>.</summary>
    public async Task<SignInCandidate> FindAsync(
        Organization organization,
        SignInIdentity identity,
        IReadOnlyList<OneTimeId> ids,
        CancellationToken cancellationToken
    )
    {
        // (1) Everything that may matter, by what the identity says.
        var key = OrganizationScope.Key(organization.Name);
        var now = clock.GetUtcNow();
        var objectId = identity.Key.ObjectId.ToLowerInvariant();
        var nameId = identity.NameId.ToLowerInvariant();
        var addresses = EmailMatching.Addresses(organization, identity);
        var batch = new StatementBatch();
        var versionAt = batch.Add(key, SignInSql.PolicyVersion);
        var namesAt = batch.Add(key, SignInSql.ProvisionedNames, nameId);
        int? unitAt = organization.HasOrgUnit(identity.OrgUnitPath)
            ? null
            : batch.Add(key, SignInSql.OrgUnit, identity.OrgUnitPath.ToLowerInvariant());
        var rightsAt = AddRights(batch, key, objectId, now, SignInSql.GrantedRoles, SignInSql.Groups, SignInSql.SessionRights);
        var usersAt = batch.Add(key, SignInSql.UsersByObjectId, objectId);
        batch.Add(key, SignInSql.UsersByNameId, nameId);
        foreach (var address in addresses)
        {
            batch.Add(key, SignInSql.UsersByMail, address);
            batch.Add(key, SignInSql.UsersByNameId, address);
        }

        var results = await store.ReadAsync(batch, cancellationToken);
        var rows = results.Skip(usersAt).SelectMany(r => r.Rows).Select(row => UserSql.ToRow(key, row)).DistinctBy(u => u.Id).ToList();
        var candidates = new UserCandidates(rows, objectId, nameId, addresses);

        // (2) Whose sign-in it is.
        var user = candidates.ByKey(identity.Key);
        var joined = user is null ? candidates.ByEmail() : null;
        if (joined is not null)
        {
            // What belongs to this record was not found by the object ID.
            user = joined;
            var more = new StatementBatch();
            AddRights(more, key, user.Id, now, SignInSql.GrantedRolesOfUser, SignInSql.GroupsOfUser, SignInSql.SessionRightsOfUser);
            var found = await store.ReadAsync(more, cancellationToken);
            results = [.. results.Take(rightsAt), .. found, .. results.Skip(rightsAt + found.Count)];
        }

        string? tombstone = null;
        if (user?.DeletedAt is not null && !organization.Options.RefuseDeleted)
        {
            (tombstone, user) = (user.Id, null);
        }

        // (3) Whether the record allows it.
        var nameIsTaken = candidates.HoldsNameId(except: user) || results[namesAt].Rows.Any(row => row.Text(0) != user?.Id);
        var arrives = user is not { OrgUnitPinned: true } && user?.OrgUnitPath != identity.OrgUnitPath;
        var newUnits =
            arrives && !(unitAt is { } place && results[place].HasRows) ? MissingOrgUnits.For(organization, identity.OrgUnitPath) : [];
        var state = new SignInState
        {
            Key = key,
            Ids = ids,
            Now = now,
            PolicyVersion = results[versionAt].Rows.Select(row => row.Number(0)).FirstOrDefault(),
            User = user,
        };
        var refusal = user switch
        {
            null when !organization.Options.JustInTime => SignInRefusalCodes.UserUnknown,
            { DeletedAt: not null } => SignInRefusalCodes.UserDeleted,
            { Suspended: true } => SignInRefusalCodes.UserSuspended,
            _ when nameIsTaken => SignInRefusalCodes.NameIdTaken,
            _ when newUnits is null => SignInRefusalCodes.OrgUnitUnknown,
            _ => null,
        };
        if (refusal is not null)
        {
            return new()
            {
                RefusalCode = refusal,
                RefusedUserId = user?.Id,
                State = state,
            };
        }

        // (4) What it is going to write.
        return user is null
            ? Create(organization, identity, state with { Tombstone = tombstone, NewOrgUnits = newUnits! })
            : Update(organization, identity, state with { Joined = joined is not null, NewOrgUnits = newUnits! }, user, results, rightsAt);
    }

    private static int AddRights(
        StatementBatch batch,
        string key,
        string id,
        DateTimeOffset now,
        OrganizationSql roles,
        OrganizationSql groups,
        OrganizationSql sessions
    )
    {
        var place = batch.Add(key, roles, id);
        batch.Add(key, groups, id);
        batch.Add(key, sessions, id, now);
        return place;
    }

    private static SignInCandidate Create(Organization organization, SignInIdentity identity, SignInState state)
    {
        var user = new UserRow
        {
            Organization = state.Key,
            Id = Guid.CreateVersion7(state.Now).ToString(),
            TenantId = identity.Key.TenantId,
            UserType = identity.UserType,
            OrgUnitPath = identity.OrgUnitPath,
            CreatedAt = state.Now,
            UpdatedAt = state.Now,
        };
        Apply(organization, user, identity);
        UserSearch.Update(user);
        return new()
        {
            User = new(user.Id, user.OrgUnitPath, [], Created: true) { RightsVersion = state.RightsVersion },
            State = state with { User = user },
        };
    }

    private static SignInCandidate Update(
        Organization organization,
        SignInIdentity identity,
        SignInState state,
        UserRow user,
        IReadOnlyList<SqlResult> results,
        int rightsAt
    )
    {
        var (before, from, found) = (Content(user), user.OrgUnitPath, UserVersion.From(user));
        Apply(organization, user, identity);
        var isChanged = before != Content(user);
        if (isChanged)
        {
            UserSearch.Update(user);
        }

        var version = user.OrgUnitPath == from ? user.RightsVersion : user.RightsVersion + 1;
        var granted = Own(rightsAt).Select(row => row.Text(1)).ToList();
        var groups = Own(rightsAt + 1).Select(row => row.TextOrNull(1)).OfType<string>().ToList();
        return new()
        {
            User = new(user.Id, user.OrgUnitPath, organization.RolesOf(groups, granted), Created: false) { RightsVersion = version },
            State = state with
            {
                Found = found,
                IsChanged = isChanged,
                RightsVersion = version,
                SessionRights = [.. Own(rightsAt + 2).Select(row => (row.Text(1), row.Text(2)))],
            },
        };

        IEnumerable<SqlRow> Own(int place) => results[place].Rows.Where(row => row.Text(0) == user.Id);
    }

    /// <summary>Brings a record up to date with what the identity provider says.</summary>
    private static void Apply(Organization organization, UserRow user, SignInIdentity identity)
    {
        user.TenantId = identity.Key.TenantId;
        user.ObjectId = identity.Key.ObjectId;
        user.NameId = identity.NameId;
        user.OriginalUpn = identity.OriginalUserPrincipalName ?? user.OriginalUpn;
        user.DisplayName = identity.DisplayName ?? user.DisplayName;
        user.Mail = identity.Mail ?? user.Mail;
        user.UserType = identity.UserType;
        if (!user.OrgUnitPinned)
        {
            user.OrgUnitPath = identity.OrgUnitPath;
        }

        var groups = identity.Attributes.TryGetValue("user.groups", out var named) ? organization.GroupsWithRoles(named) : [];
        user.RoleGroups = groups.Count == 0 ? null : string.Join('\n', groups);
    }

    /// <summary>What a sign-in can change of a record.</summary>
    private static (string, string?, string?, string?, string?, string?, UserType, string, string?) Content(UserRow user) =>
        (
            user.TenantId,
            user.ObjectId,
            user.NameId,
            user.OriginalUpn,
            user.DisplayName,
            user.Mail,
            user.UserType,
            user.OrgUnitPath,
            user.RoleGroups
        );
}
