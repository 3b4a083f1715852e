using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>How a group's members change. Where the group gives a role, users who join or leave it must sign in again.</summary>
/// <param name="Before">The members that were looked at.</param>
/// <param name="After">The same afterwards.</param>
/// <param name="Members">Those of afterwards, with their names.</param>
/// <param name="Ignored">How many members were ignored because they are groups themselves.</param>
internal sealed record GroupMembersChange(
    IReadOnlySet<string> Before,
    IReadOnlySet<string> After,
    IReadOnlyList<GroupMember> Members,
    int Ignored
)
{
    public static GroupMembersChange None { get; } = new(new HashSet<string>(), new HashSet<string>(), [], 0);

    /// <summary>Whether nobody joins and nobody leaves.</summary>
    public bool IsEmpty => Before.SetEquals(After);

    /// <summary>What the log says of it; null for nothing.</summary>
    public string? Note => Ignored == 0 ? null : $"{Ignored} member(s) that are groups were ignored";

    /// <summary>Adds what is written.</summary>
    /// <param name="writes">Where to.</param>
    /// <param name="organization">The organization.</param>
    /// <param name="group">The group as it is to be.</param>
    /// <param name="everybody">All members, where the roles that the group gives change as well.</param>
    public void Write(ProvisioningWrites writes, Organization organization, ProvisionedGroupRow group, IReadOnlyList<string> everybody)
    {
        var (leaving, joining) = (Before.Except(After).ToList(), After.Except(Before).ToList());
        writes.RemoveMembers(group.Id, leaving);
        writes.AddMembers(group.Id, joining);
        var others = GroupRoles.GivesRole(organization, group.ExternalId) ? leaving.Concat(joining) : [];
        writes.ChangeRights([.. everybody.Union(others)]);
    }
}
