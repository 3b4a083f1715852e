using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>Works out who a group's members are to be, from who they are and what a request changes.</summary>
internal sealed class GroupMembers
{
    private readonly IReadOnlyList<MemberChange> _changes;
    private readonly string? _groupId;
    private readonly int _first;
    private readonly bool _asksForAll;
    private readonly bool _asksForIds;

    private GroupMembers(string? groupId, IReadOnlyList<MemberChange> changes, int first, bool asksForAll, bool asksForIds) =>
        (_groupId, _changes, _first, _asksForAll, _asksForIds) = (groupId, changes, first, asksForAll, asksForIds);

    /// <summary>Whether the changes come out the same whatever others add or remove meanwhile: none of them is about all members.</summary>
    public bool IsIndependent => !_changes.Any(IsAboutAll);

    /// <summary>Adds to a batch the question who the members are, and who those are that are to be members.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="organization">The organization's name in lower case.</param>
    /// <param name="groupId">The group; null for one that is new.</param>
    /// <param name="changes">What the request changes, in its order.</param>
    /// <param name="all">Whether all members are wanted in any case.</param>
    public static GroupMembers Ask(
        StatementBatch batch,
        string organization,
        string? groupId,
        IReadOnlyList<MemberChange> changes,
        bool all = false
    )
    {
        all = groupId is not null && (all || changes.Any(IsAboutAll));
        var ids = changes.SelectMany(change => change.Ids ?? []).Distinct(StringComparer.Ordinal).ToList();
        var first = batch.Statements.Count;
        if (all)
        {
            batch.Add(organization, ProvisioningSql.MembersOfGroups, ProvisioningWrites.List([groupId!]));
        }

        if (ids.Count > 0)
        {
            var list = ProvisioningWrites.List(ids);
            if (!all && groupId is not null)
            {
                batch.Add(organization, ProvisioningSql.MembersAmong, list, groupId);
            }

            batch.Add(organization, ProvisioningSql.UsersAmong, list);
            batch.Add(organization, ProvisioningSql.GroupsAmong, list);
        }

        return new(groupId, changes, first, all, ids.Count > 0);
    }

    /// <summary>Does the changes, one after the other; false where a member is not known.</summary>
    public bool TryApply(IReadOnlyList<SqlResult> results, out GroupMembersChange change, out ScimError? error)
    {
        // (1) The answers.
        var place = _first;
        var names = new Dictionary<string, string?>(StringComparer.Ordinal);
        var before = new HashSet<string>(StringComparer.Ordinal);
        if (_asksForAll)
        {
            foreach (var row in results[place++].Rows)
            {
                before.Add(row.Text(1));
                names[row.Text(1)] = row.TextOrNull(2);
            }
        }

        var (users, groups) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        if (_asksForIds)
        {
            if (!_asksForAll && _groupId is not null)
            {
                before.UnionWith(results[place++].Rows.Select(row => row.Text(0)));
            }

            foreach (var row in results[place++].Rows)
            {
                users.Add(row.Text(0));
                names[row.Text(0)] = row.TextOrNull(1);
            }

            groups.UnionWith(results[place].Rows.Select(row => row.Text(0)));
        }

        // (2) The changes.
        var after = new HashSet<string>(before, StringComparer.Ordinal);
        var ignored = 0;
        foreach (var step in _changes)
        {
            var wanted = step.Ids ?? [];
            if (step.Kind == PatchKind.Remove)
            {
                if (step.Ids is null)
                {
                    after.Clear();
                }

                after.ExceptWith(wanted);
                continue;
            }

            var coming = wanted.Where(id => !after.Contains(id)).ToList();
            var others = coming.Where(id => !users.Contains(id)).ToList();
            if (others.Exists(id => !groups.Contains(id)))
            {
                (change, error) = (
                    GroupMembersChange.None,
                    ScimError.Value("A member is not known: its value must be the ID of a user or group.")
                );
                return false;
            }

            ignored += others.Count;
            if (step.Kind == PatchKind.Replace)
            {
                after.IntersectWith(wanted);
            }

            after.UnionWith(coming.Where(users.Contains));
        }

        (change, error) = (new(before, after, [.. after.Select(id => new GroupMember(id, names.GetValueOrDefault(id)))], ignored), null);
        return true;
    }

    private static bool IsAboutAll(MemberChange change) => change.Ids is null || change.Kind == PatchKind.Replace;
}
