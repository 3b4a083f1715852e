using System.Text.Json.Nodes;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>Reads users.</summary>
internal sealed class UserQueries(Store store)
{
    /// <summary>One user, with their groups.</summary>
    public async Task<ScimResult> GetAsync(ScimCaller caller, string id)
    {
        var organization = OrganizationScope.Key(caller.Organization.Name);
        var batch = new StatementBatch();
        batch.Add(organization, ProvisioningSql.User, id);
        batch.Add(organization, ProvisioningSql.GroupsOfUsers, ProvisioningWrites.List([id]));
        var results = await store.ReadAsync(batch, caller.CancellationToken);
        if (!results[0].HasRows)
        {
            return ScimResult.Refused(ScimError.NotFound("user"));
        }

        var (user, provisioned) = ProvisioningRows.ToUser(organization, results[0].Rows[0]);
        return UserAnswer.Create(caller, user, provisioned, UserAnswer.Groups(caller, results[1])[user.Id], 200);
    }

    /// <summary>Users that match a filter, a page at a time.</summary>
    public async Task<ScimResult> ListAsync(ScimCaller caller, ListQuery query)
    {
        var organization = OrganizationScope.Key(caller.Organization.Name);
        var source = new ListSource(ResourceTypes.User, UserColumns.Instance, UserColumns.From, "u.id");
        var page = await ListPage.ReadAsync(store, organization, query, source, caller.CancellationToken);
        if (page.Error is { } error)
        {
            return ScimResult.Refused(error);
        }

        var users = page.Rows.Select(row => ProvisioningRows.ToUser(organization, row)).ToList();
        var groups =
            users.Count > 0 && query.Wants("groups") ? await GroupsAsync(caller, organization, users.Select(u => u.User.Id)) : null;
        return page.ToResult(query, users.Select(u => UserAnswer.Complete(caller, u.User, u.Provisioned, groups?[u.User.Id])));
    }

    private async Task<ILookup<string, JsonObject>> GroupsAsync(ScimCaller caller, string organization, IEnumerable<string> ids)
    {
        var batch = new StatementBatch();
        batch.Add(organization, ProvisioningSql.GroupsOfUsers, ProvisioningWrites.List(ids));
        return UserAnswer.Groups(caller, (await store.ReadAsync(batch, caller.CancellationToken))[0]);
    }
}
