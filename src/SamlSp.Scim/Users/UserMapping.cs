using System.Text.Json;
using System.Text.Json.Nodes;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>Maps a user's rows to the SCIM resource, and back.</summary>
internal static class UserMapping
{
    private static readonly JsonSerializerOptions Compact = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The resource, without groups and meta.</summary>
    public static JsonObject ToResource(UserRow user, ProvisionedUserRow? provisioned)
    {
        var resource = provisioned is null ? [] : (JsonObject)JsonNode.Parse(provisioned.Document)!;
        Put(resource, "externalId", user.ExternalId ?? user.ObjectId);
        Put(resource, "userName", provisioned?.UserName ?? user.NameId);
        Put(resource, "displayName", user.DisplayName);
        resource["active"] = !user.Suspended;
        if (provisioned is null && user.Mail is { } mail)
        {
            resource["emails"] = new JsonArray(
                new JsonObject
                {
                    ["value"] = mail,
                    ["type"] = "work",
                    ["primary"] = true,
                }
            );
        }

        var own = resource[ScimUrns.SamlSpUser] as JsonObject ?? [];
        own["orgUnitPath"] = user.OrgUnitPath;
        if (!own.ContainsKey("userType"))
        {
            own["userType"] = SessionPrincipal.UserTypeName(user.UserType);
        }

        Put(own, "originalUserPrincipalName", user.OriginalUpn);
        resource[ScimUrns.SamlSpUser] = own;
        return resource;
    }

    /// <summary>The attributes that have no column, as they are stored.</summary>
    public static string ToDocument(JsonObject resource)
    {
        var document = (JsonObject)resource.DeepClone();
        foreach (var column in new[] { "schemas", "id", "meta", "groups", "externalId", "userName", "displayName", "active" })
        {
            document.Remove(column);
        }

        if (document[ScimUrns.SamlSpUser] is JsonObject own)
        {
            own.Remove("orgUnitPath");
            own.Remove("originalUserPrincipalName");
            if (own.Count == 0)
            {
                document.Remove(ScimUrns.SamlSpUser);
            }
        }

        return document.ToJsonString(Compact);
    }

    public static string? Text(JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static bool? Flag(JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False
            ? value.GetValueKind() == JsonValueKind.True
            : null;

    /// <summary>All addresses, each once, without case.</summary>
    public static IReadOnlyList<string> Addresses(JsonObject resource) =>
        [.. Emails(resource).Select(e => Text(e, "value")).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The address that the record shows: the primary one, else that for work, else the first.</summary>
    public static string? Mail(JsonObject resource)
    {
        var emails = Emails(resource).Where(e => Text(e, "value") is not null).ToList();
        var chosen =
            emails.Find(e => Flag(e, "primary") == true)
            ?? emails.Find(e => string.Equals(Text(e, "type"), "work", StringComparison.OrdinalIgnoreCase))
            ?? emails.FirstOrDefault();
        return Text(chosen, "value");
    }

    /// <summary>
    /// What kind of user a text names; null for anything else. Whose guest a user is, a sign-in says: until then a guest counts as an
    /// external one, unless it is known better.
    /// </summary>
    public static UserType? Kind(string text, UserType known) =>
        text.ToLowerInvariant() switch
        {
            "member" => UserType.Member,
            "guest" => known == UserType.Member ? UserType.ExternalGuest : known,
            "entraguest" => UserType.EntraGuest,
            "externalguest" => UserType.ExternalGuest,
            _ => null,
        };

    private static IEnumerable<JsonObject> Emails(JsonObject resource) => (resource["emails"] as JsonArray ?? []).OfType<JsonObject>();

    private static void Put(JsonObject json, string name, string? value)
    {
        if (value is null)
        {
            json.Remove(name);
        }
        else
        {
            json[name] = value;
        }
    }
}
