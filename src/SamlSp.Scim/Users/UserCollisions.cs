using System.Text.Json.Nodes;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>Who else has the name or the key that a user is to have, and whether the org unit is there.</summary>
internal sealed class UserCollisions
{
    private readonly string _organization;
    private readonly int _first;
    private readonly bool _asksForKey;
    private readonly bool _asksForUnit;
    private IReadOnlyList<SqlResult> _results = [];

    private UserCollisions(string organization, int first, bool asksForKey, bool asksForUnit) =>
        (_organization, _first, _asksForKey, _asksForUnit) = (organization, first, asksForKey, asksForUnit);

    /// <summary>Whether the org unit has to be created before a user can be put into it.</summary>
    public bool IsUnitMissing => _asksForUnit && !_results[_first + (_asksForKey ? 4 : 2)].HasRows;

    /// <summary>Adds the questions to a batch.</summary>
    public static UserCollisions Ask(StatementBatch batch, Organization organization, string key, JsonObject resource)
    {
        var name = (UserMapping.Text(resource, "userName") ?? "").ToLowerInvariant();
        var externalId = UserMapping.Text(resource, "externalId");
        var path = UserMapping.Text(resource[ScimUrns.SamlSpUser] as JsonObject, "orgUnitPath");
        var first = batch.Add(key, SignInSql.ProvisionedNames, name);
        batch.Add(key, ProvisioningSql.UsersByNameId, name);
        if (externalId is not null)
        {
            batch.Add(key, ProvisioningSql.UsersByObjectId, externalId.ToLowerInvariant());
            batch.Add(key, ProvisioningSql.UsersByExternalId, externalId);
        }

        var asksForUnit = path is not null && OrgUnitPath.IsValid(path) && !organization.HasOrgUnit(path);
        if (asksForUnit)
        {
            batch.Add(key, SignInSql.OrgUnit, path!.ToLowerInvariant());
        }

        return new(key, first, externalId is not null, asksForUnit);
    }

    /// <summary>Takes the answers.</summary>
    public UserCollisions Read(IReadOnlyList<SqlResult> results)
    {
        _results = results;
        return this;
    }

    /// <summary>Whether provisioning knows another user by the name.</summary>
    public bool IsUserNameOfAnother(string userId) => _results[_first].Rows.Any(row => row.Text(0) != userId);

    /// <summary>Another user who had the name at their last sign-in.</summary>
    public UserRow? NameHolder(string userId) => Users(1).FirstOrDefault(user => user.Id != userId);

    /// <summary>Whether another user has the key.</summary>
    public bool IsExternalIdOfAnother(string userId) =>
        _asksForKey && (Users(2).Any(user => user.Id != userId && user.DeletedAt is null) || Users(3).Any(user => user.Id != userId));

    private IEnumerable<UserRow> Users(int place) => _results[_first + place].Rows.Select(row => UserSql.ToRow(_organization, row));
}
