using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>
/// Changes the members of a group, inside a transaction. Where the group gives a role, users who join or leave it must sign in again.
/// </summary>
internal sealed class GroupMembers(
    OrganizationScope scope,
    Organization organization,
    ProvisionedGroupRow group,
    CancellationToken cancellationToken
)
{
    private const int Batch = 500;

    /// <summary>Whether members were added or removed.</summary>
    public bool Changed { get; private set; }

    /// <summary>How many members were ignored because they are groups themselves.</summary>
    public int Groups { get; private set; }

    public async Task<ScimError?> ApplyAsync(MemberChange change)
    {
        var there = change.Ids is null || change.Kind == PatchKind.Replace ? await AllAsync() : await AmongAsync(change.Ids);
        var wanted = change.Ids ?? [];
        if (change.Kind == PatchKind.Remove)
        {
            await RemoveAsync(change.Ids is null ? there : wanted.Where(there.Contains));
            return null;
        }

        var coming = wanted.Where(id => !there.Contains(id)).ToList();
        var known = await KnownAsync(coming);
        if (coming.Count > known.Count)
        {
            var groups = await GroupsAmongAsync([.. coming.Where(id => !known.Contains(id))]);
            if (coming.Count > known.Count + groups)
            {
                return ScimError.Value("A member is not known: its value must be the ID of a user or group.");
            }

            Groups += groups;
        }

        if (change.Kind == PatchKind.Replace)
        {
            await RemoveAsync(there.Except(wanted, StringComparer.Ordinal));
        }

        if (known.Count == 0)
        {
            return null;
        }

        await scope.AddMembersAsync(group.Id, known, cancellationToken);
        await ChangedAsync(known);
        return null;
    }

    /// <summary>The rights of all members change: the group is deleted, or has another external ID.</summary>
    public async Task RightsOfAllChangeAsync()
    {
        foreach (var user in await AllAsync())
        {
            await scope.RightsChangedAsync(user, cancellationToken);
        }
    }

    private async Task RemoveAsync(IEnumerable<string> users)
    {
        foreach (var batch in users.Chunk(Batch))
        {
            var ids = batch.ToList();
            await scope
                .ProvisionedMembers.Where(m => m.GroupId == group.Id && ids.Contains(m.UserId))
                .ExecuteDeleteAsync(cancellationToken);
            await ChangedAsync(ids);
        }
    }

    private async Task ChangedAsync(IReadOnlyCollection<string> users)
    {
        Changed |= users.Count > 0;
        if (!GroupRoles.GivesRole(organization, group.ExternalId))
        {
            return;
        }

        foreach (var user in users)
        {
            await scope.RightsChangedAsync(user, cancellationToken);
        }
    }

    private async Task<HashSet<string>> AllAsync() =>
        [.. await scope.ProvisionedMembers.Where(m => m.GroupId == group.Id).Select(m => m.UserId).ToListAsync(cancellationToken)];

    private Task<HashSet<string>> AmongAsync(IReadOnlyList<string> ids) =>
        InBatchesAsync(
            ids,
            batch => scope.ProvisionedMembers.Where(m => m.GroupId == group.Id && batch.Contains(m.UserId)).Select(m => m.UserId)
        );

    private Task<HashSet<string>> KnownAsync(IReadOnlyList<string> ids) =>
        InBatchesAsync(ids, batch => scope.Users.Where(u => batch.Contains(u.Id) && u.DeletedAt == null).Select(u => u.Id));

    private async Task<int> GroupsAmongAsync(IReadOnlyList<string> ids) =>
        (await InBatchesAsync(ids, batch => scope.ProvisionedGroups.Where(g => batch.Contains(g.Id)).Select(g => g.Id))).Count;

    private async Task<HashSet<string>> InBatchesAsync(IReadOnlyList<string> ids, Func<List<string>, IQueryable<string>> query)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var batch in ids.Chunk(Batch))
        {
            found.UnionWith(await query([.. batch]).ToListAsync(cancellationToken));
        }

        return found;
    }
}
