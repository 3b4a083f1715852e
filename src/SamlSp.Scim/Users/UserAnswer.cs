using System.Text.Json.Nodes;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>A user's resource as it is answered.</summary>
internal static class UserAnswer
{
    /// <summary>An answer of one user.</summary>
    public static ScimResult Create(
        ScimCaller caller,
        UserRow user,
        ProvisionedUserRow? provisioned,
        IEnumerable<JsonObject> groups,
        int status
    )
    {
        var complete = Complete(caller, user, provisioned, groups);
        return new()
        {
            Status = status,
            Body = complete,
            Version = UserMapping.Text(complete["meta"] as JsonObject, "version"),
            Location = caller.Location(ResourceTypes.User, user.Id),
            Target = user.Id,
        };
    }

    /// <summary>The resource with groups and meta.</summary>
    public static JsonObject Complete(ScimCaller caller, UserRow user, ProvisionedUserRow? provisioned, IEnumerable<JsonObject>? groups)
    {
        var resource = UserMapping.ToResource(user, provisioned);
        var version = EntityTag.From(resource);
        var complete = new JsonObject { ["schemas"] = new JsonArray(ScimUrns.User), ["id"] = user.Id };
        foreach (var extension in ResourceTypes.User.Extensions.Where(e => resource.ContainsKey(e.Id)))
        {
            ((JsonArray)complete["schemas"]!).Add(extension.Id);
        }

        foreach (var (name, value) in resource.ToList())
        {
            resource.Remove(name);
            complete[name] = value;
        }

        if (groups?.ToArray() is { Length: > 0 } some)
        {
            complete["groups"] = new JsonArray(some);
        }

        complete["meta"] = new JsonObject
        {
            ["resourceType"] = "User",
            ["created"] = ScimInstant.ToText(user.CreatedAt),
            ["lastModified"] = ScimInstant.ToText(user.UpdatedAt),
            ["location"] = caller.Location(ResourceTypes.User, user.Id),
            ["version"] = version,
        };
        return complete;
    }

    /// <summary>The groups of each user, of <see cref="ProvisioningSql.GroupsOfUsers"/>.</summary>
    public static ILookup<string, JsonObject> Groups(ScimCaller caller, SqlResult memberships) =>
        memberships
            .Rows.OrderBy(row => row.Text(1), StringComparer.Ordinal)
            .ToLookup(
                row => row.Text(0),
                row => new JsonObject
                {
                    ["value"] = row.Text(1),
                    ["$ref"] = caller.Location(ResourceTypes.Group, row.Text(1)),
                    ["display"] = row.Text(2),
                    ["type"] = "direct",
                }
            );
}
