using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SamlSp.EntraSandbox;

/// <summary>Writes the bodies of requests from mapped values, as Entra does.</summary>
internal static partial class ScimRequests
{
    private const string UserSchema = "urn:ietf:params:scim:schemas:core:2.0:User";
    private const string PatchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

    /// <summary>A new user.</summary>
    public static JsonObject NewUser(IReadOnlyDictionary<string, string> values)
    {
        var user = new JsonObject { ["schemas"] = new JsonArray(UserSchema, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User") };
        foreach (var (target, text) in values)
        {
            Put(user, target, Value(target, text, ProvisioningDialect.AadOptscim062020));
        }

        user["meta"] = new JsonObject { ["resourceType"] = "User" };
        return user;
    }

    /// <summary>A change of what differs, in one of the two dialects.</summary>
    public static JsonObject Change(IReadOnlyDictionary<string, string> values, ProvisioningDialect dialect)
    {
        var operations = new JsonArray();
        if (dialect == ProvisioningDialect.Default)
        {
            foreach (var (target, text) in values)
            {
                operations.Add(
                    new JsonObject
                    {
                        ["op"] = "Replace",
                        ["path"] = target,
                        ["value"] = Value(target, text, dialect),
                    }
                );
            }

            return Patch(operations);
        }

        var together = new JsonObject();
        foreach (var (target, text) in values)
        {
            if (target.Contains('[', StringComparison.Ordinal))
            {
                operations.Add(
                    new JsonObject
                    {
                        ["op"] = "replace",
                        ["path"] = target,
                        ["value"] = Value(target, text, dialect),
                    }
                );
            }
            else
            {
                together[target] = Value(target, text, dialect);
            }
        }

        if (together.Count > 0)
        {
            operations.Add(new JsonObject { ["op"] = "replace", ["value"] = together });
        }

        return Patch(operations);
    }

    /// <summary>A new group, without members: Entra adds them afterwards.</summary>
    public static JsonObject NewGroup(string displayName, string objectId) =>
        new()
        {
            ["schemas"] = new JsonArray(
                "urn:ietf:params:scim:schemas:core:2.0:Group",
                "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"
            ),
            ["externalId"] = objectId,
            ["displayName"] = displayName,
            ["members"] = new JsonArray(),
            ["meta"] = new JsonObject { ["resourceType"] = "Group" },
        };

    /// <summary>Members who come and go.</summary>
    public static JsonObject ChangeMembers(IReadOnlyList<string> coming, IReadOnlyList<string> going, ProvisioningDialect dialect)
    {
        var operations = new JsonArray();
        if (coming.Count > 0)
        {
            operations.Add(
                new JsonObject
                {
                    ["op"] = dialect == ProvisioningDialect.Default ? "Add" : "add",
                    ["path"] = "members",
                    ["value"] = new JsonArray([.. coming.Select(Member)]),
                }
            );
        }

        if (dialect == ProvisioningDialect.Default && going.Count > 0)
        {
            operations.Add(
                new JsonObject
                {
                    ["op"] = "Remove",
                    ["path"] = "members",
                    ["value"] = new JsonArray([.. going.Select(Member)]),
                }
            );
        }
        else
        {
            foreach (var id in going)
            {
                operations.Add(new JsonObject { ["op"] = "remove", ["path"] = $"members[value eq \"{id}\"]" });
            }
        }

        return Patch(operations);

        JsonObject Member(string id) =>
            dialect == ProvisioningDialect.Default ? new() { ["$ref"] = null, ["value"] = id } : new() { ["value"] = id };
    }

    private static JsonObject Patch(JsonArray operations) =>
        new() { ["schemas"] = new JsonArray(PatchSchema), ["Operations"] = operations };

    private static JsonNode Value(string target, string text, ProvisioningDialect dialect) =>
        target == "active" && dialect != ProvisioningDialect.Default && bool.TryParse(text, out var flag) ? flag : text;

    private static void Put(JsonObject user, string target, JsonNode value)
    {
        if (Element().Match(target) is { Success: true } element)
        {
            var (list, type, sub) = (element.Groups[1].Value, element.Groups[2].Value, element.Groups[3].Value);
            var array = user[list] as JsonArray;
            if (array is null)
            {
                user[list] = array = [];
            }

            var there = array.OfType<JsonObject>().FirstOrDefault(e => e["type"]!.GetValue<string>() == type);
            if (there is null)
            {
                array.Add(there = new JsonObject { ["type"] = type, ["primary"] = array.Count == 0 });
            }

            there[sub] = value;
            return;
        }

        var container = user;
        var name = target;
        if (target.StartsWith("urn:", StringComparison.Ordinal))
        {
            var end = target.LastIndexOf(':');
            container = Child(user, target[..end]);
            name = target[(end + 1)..];
        }

        if (name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot)
        {
            (container, name) = (Child(container, name[..dot]), name[(dot + 1)..]);
        }

        container[name] = value;
    }

    private static JsonObject Child(JsonObject json, string name)
    {
        if (json[name] is not JsonObject child)
        {
            json[name] = child = [];
        }

        return child;
    }

    [GeneratedRegex("^(?<name>\\w+)\\[type eq \"(?<type>\\w+)\"\\]\\.(?<field>\\w+)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Element();
}
