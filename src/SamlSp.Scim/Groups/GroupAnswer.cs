using System.Text.Json.Nodes;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>A group's resource as it is answered.</summary>
internal static class GroupAnswer
{
    /// <summary>An answer of one group.</summary>
    public static ScimResult Create(ScimCaller caller, ProvisionedGroupRow group, IEnumerable<GroupMember> members, int status) =>
        new()
        {
            Status = status,
            Body = Complete(caller, group, members),
            Version = Version(group),
            Location = caller.Location(ResourceTypes.Group, group.Id),
            Target = group.Id,
        };

    /// <summary>The resource with members and meta.</summary>
    public static JsonObject Complete(ScimCaller caller, ProvisionedGroupRow group, IEnumerable<GroupMember> members)
    {
        var resource = Attributes(group);
        resource.Insert(0, "schemas", new JsonArray(ScimUrns.Group));
        var some = members
            .OrderBy(member => member.Id, StringComparer.Ordinal)
            .Select(member =>
            {
                var json = new JsonObject
                {
                    ["value"] = member.Id,
                    ["$ref"] = caller.Location(ResourceTypes.User, member.Id),
                    ["type"] = "User",
                };
                if (member.DisplayName is { } name)
                {
                    json["display"] = name;
                }

                return json;
            })
            .ToArray();
        if (some.Length > 0)
        {
            resource["members"] = new JsonArray(some);
        }

        resource["meta"] = new JsonObject
        {
            ["resourceType"] = "Group",
            ["created"] = ScimInstant.ToText(group.CreatedAt),
            ["lastModified"] = ScimInstant.ToText(group.UpdatedAt),
            ["location"] = caller.Location(ResourceTypes.Group, group.Id),
            ["version"] = Version(group),
        };
        return resource;
    }

    /// <summary>The attributes that a request can change, members apart.</summary>
    public static JsonObject Attributes(ProvisionedGroupRow group)
    {
        var attributes = new JsonObject { ["id"] = group.Id, ["displayName"] = group.DisplayName };
        if (group.ExternalId is { } externalId)
        {
            attributes["externalId"] = externalId;
        }

        return attributes;
    }

    /// <summary>The members of each group, of <see cref="ProvisioningSql.MembersOfGroups"/>.</summary>
    public static ILookup<string, GroupMember> Members(SqlResult result) =>
        result.Rows.ToLookup(row => row.Text(0), row => new GroupMember(row.Text(1), row.TextOrNull(2)));

    /// <summary>The group's version, a weak entity tag.</summary>
    public static string Version(ProvisionedGroupRow group) => EntityTag.From($"{group.Id}/{group.Version}");
}

/// <summary>A user in a group.</summary>
internal sealed record GroupMember(string Id, string? DisplayName);
