using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>Reads groups.</summary>
internal sealed class GroupQueries(Store store)
{
    /// <summary>One group.</summary>
    public async Task<ScimResult> GetAsync(ScimCaller caller, string id, bool withMembers)
    {
        var organization = OrganizationScope.Key(caller.Organization.Name);
        var batch = new StatementBatch();
        batch.Add(organization, ProvisioningSql.Group, id);
        if (withMembers)
        {
            batch.Add(organization, ProvisioningSql.MembersOfGroups, ProvisioningWrites.List([id]));
        }

        var results = await store.ReadAsync(batch, caller.CancellationToken);
        return results[0].Rows is [var row, ..]
            ? GroupAnswer.Create(
                caller,
                ProvisioningRows.ToGroup(organization, row),
                withMembers ? GroupAnswer.Members(results[1])[id] : [],
                200
            )
            : ScimResult.Refused(ScimError.NotFound("group"));
    }

    /// <summary>Groups that match a filter, a page at a time.</summary>
    public async Task<ScimResult> ListAsync(ScimCaller caller, ListQuery query)
    {
        var organization = OrganizationScope.Key(caller.Organization.Name);
        var source = new ListSource(ResourceTypes.Group, GroupColumns.Instance, GroupColumns.From, "g.id");
        var page = await ListPage.ReadAsync(store, organization, query, source, caller.CancellationToken);
        if (page.Error is { } error)
        {
            return ScimResult.Refused(error);
        }

        var groups = page.Rows.Select(row => ProvisioningRows.ToGroup(organization, row)).ToList();
        ILookup<string, GroupMember>? members = null;
        if (groups.Count > 0 && query.Wants("members"))
        {
            var batch = new StatementBatch();
            batch.Add(organization, ProvisioningSql.MembersOfGroups, ProvisioningWrites.List(groups.Select(g => g.Id)));
            members = GroupAnswer.Members((await store.ReadAsync(batch, caller.CancellationToken))[0]);
        }

        return page.ToResult(query, groups.Select(g => GroupAnswer.Complete(caller, g, members?[g.Id] ?? [])));
    }
}
