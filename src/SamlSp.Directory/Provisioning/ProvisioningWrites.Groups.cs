using System.Text.Json;

namespace SamlSp.Directory;

internal sealed partial class ProvisioningWrites
{
    /// <summary>The most IDs in one value.</summary>
    private const int MaxListed = 5000;

    /// <summary>IDs as a value of <c>EACH</c>.</summary>
    public static string List(IEnumerable<string> ids) => JsonSerializer.Serialize(ids);

    /// <summary>Creates a group.</summary>
    public void AddGroup(ProvisionedGroupRow group)
    {
        Batch.Add(
            organization,
            ProvisioningSql.AddGroup,
            group.Id,
            group.ExternalId,
            group.DisplayName,
            group.DisplayNameLower,
            group.Version,
            group.CreatedAt
        );
        ExpectGroup(group.Version, group.Version);
    }

    /// <summary>Writes a group that was found with a version; a change by others in between keeps it from being written.</summary>
    public void UpdateGroup(ProvisionedGroupRow group, long version)
    {
        Batch.Add(
            organization,
            ProvisioningSql.UpdateGroup,
            group.Id,
            now,
            version,
            group.ExternalId,
            group.DisplayName,
            group.DisplayNameLower
        );
        ExpectGroup(version + 1, version + 1);
    }

    /// <summary>Counts a change of members alone, which holds whatever others do at the same time; returns the statement's place.</summary>
    public int CountGroupChange(ProvisionedGroupRow group)
    {
        ExpectGroup(group.Version + 1, long.MaxValue);
        return Batch.Add(organization, ProvisioningSql.CountGroupChange, group.Id, now);
    }

    /// <summary>Nothing is kept unless the group has one of these versions.</summary>
    public void ExpectGroup(long first, long last) => Expect(ProvisioningSql.AuditGroup, first, last);

    /// <summary>Deletes a group that was found with a version.</summary>
    public void DeleteGroup(ProvisionedGroupRow group)
    {
        UpdateGroup(group, group.Version);
        _afterLog.Add((ProvisioningSql.RemoveGroup, [group.Id]));
    }

    public void AddMembers(string groupId, IReadOnlyCollection<string> users)
    {
        foreach (var chunk in users.Chunk(MaxListed))
        {
            Batch.Add(organization, ProvisioningSql.AddMembers, List(chunk), groupId);
        }
    }

    public void RemoveMembers(string groupId, IReadOnlyCollection<string> users)
    {
        foreach (var chunk in users.Chunk(MaxListed))
        {
            Batch.Add(organization, ProvisioningSql.RemoveMembers, List(chunk), groupId);
        }
    }
}
