using System.Text.Json.Nodes;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>Who has the name or the key that a user is to have, and whether the org unit is there.</summary>
internal sealed class UserCollisions
{
    private readonly IReadOnlyList<string> _provisioned;
    private readonly IReadOnlyList<UserRow> _named;

    private UserCollisions(
        IReadOnlyList<string> provisioned,
        IReadOnlyList<UserRow> named,
        IReadOnlyList<(UserRow, ProvisionedUserRow?)> keyHolders,
        bool isUnitMissing
    ) => (_provisioned, _named, KeyHolders, IsUnitMissing) = (provisioned, named, keyHolders, isUnitMissing);

    /// <summary>The users with the external ID, or with an object ID that is the same but for its case.</summary>
    public IReadOnlyList<(UserRow User, ProvisionedUserRow? Provisioned)> KeyHolders { get; }

    /// <summary>Whether the org unit has to be created before a user can be put into it.</summary>
    public bool IsUnitMissing { get; }

    /// <summary>Looks, in one round trip.</summary>
    /// <param name="context">What the write is planned with.</param>
    /// <param name="resource">The user's resource as it is to be.</param>
    public static async Task<UserCollisions> FindAsync(WriteContext context, JsonObject resource)
    {
        var (organization, batch) = (context.Organization, new StatementBatch());
        var name = (UserMapping.Text(resource, "userName") ?? "").ToLowerInvariant();
        var provisioned = batch.Add(organization, SignInSql.ProvisionedNames, name);
        var named = batch.Add(organization, ProvisioningSql.UsersByNameId, name);
        var keyed = batch.Statements.Count;
        if (UserMapping.Text(resource, "externalId") is { } externalId)
        {
            batch.Add(organization, ProvisioningSql.UsersByObjectId, externalId.ToLowerInvariant());
            batch.Add(organization, ProvisioningSql.UsersByExternalId, externalId);
        }

        var unit = batch.Statements.Count;
        var path = UserMapping.Text(resource[ScimUrns.SamlSpUser] as JsonObject, "orgUnitPath");
        if (path is not null && OrgUnitPath.IsValid(path) && !context.Caller.Organization.HasOrgUnit(path))
        {
            batch.Add(organization, SignInSql.OrgUnit, path.ToLowerInvariant());
        }

        var results = await context.ReadAsync(batch);
        return new(
            [.. results[provisioned].Rows.Select(row => row.Text(0))],
            [.. results[named].Rows.Select(row => UserSql.ToRow(organization, row))],
            [.. results.Take(keyed..unit).SelectMany(found => found.Rows).Select(row => ProvisioningRows.ToUser(organization, row))],
            results.Skip(unit).Any(found => !found.HasRows)
        );
    }

    /// <summary>Whether provisioning knows another user by the name.</summary>
    public bool IsUserNameOfAnother(string userId) => _provisioned.Any(id => id != userId);

    /// <summary>Another user who had the name at their last sign-in.</summary>
    public UserRow? NameHolder(string userId) => _named.FirstOrDefault(user => user.Id != userId);

    /// <summary>
    /// Whether another user has the key: the external ID even of a deleted user, which the database keeps unique, or the
    /// object ID of one who is there.
    /// </summary>
    public bool IsExternalIdOfAnother(string userId, string externalId) =>
        KeyHolders.Any(holder => holder.User.Id != userId && (holder.User.DeletedAt is null || holder.User.ExternalId == externalId));
}
