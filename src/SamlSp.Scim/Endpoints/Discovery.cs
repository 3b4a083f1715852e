using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>
/// What the service says of itself: Schemas, ResourceTypes, ServiceProviderConfig (RFC 7644 4). No nulls, names in camel case.
/// </summary>
internal static class Discovery
{
    /// <summary>A list, or one entry of it by its ID; null when there is no such entry.</summary>
    public static JsonObject? Find(ScimCaller caller, string endpoint, string? id)
    {
        if (endpoint == "ServiceProviderConfig")
        {
            return id is null ? Configuration(caller) : null;
        }

        var all =
            endpoint == "Schemas"
                ? ResourceTypes.All.SelectMany(t => t.Schemas).Select(s => Schema(caller, s))
                : ResourceTypes.All.Select(t => ResourceType(caller, t));
        if (id is not null)
        {
            return all.FirstOrDefault(s => string.Equals(s["id"]!.GetValue<string>(), id, StringComparison.OrdinalIgnoreCase));
        }

        var list = new JsonArray([.. all]);
        return new()
        {
            ["schemas"] = new JsonArray(ScimUrns.ListResponse),
            ["totalResults"] = list.Count,
            ["startIndex"] = 1,
            ["itemsPerPage"] = list.Count,
            ["Resources"] = list,
        };
    }

    private static JsonObject Configuration(ScimCaller caller) =>
        new()
        {
            ["schemas"] = new JsonArray(ScimUrns.ServiceProviderConfig),
            ["patch"] = new JsonObject { ["supported"] = true },
            ["bulk"] = new JsonObject
            {
                ["supported"] = true,
                ["maxOperations"] = BulkService.MaxOperations,
                ["maxPayloadSize"] = ScimBody.Largest,
            },
            ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = ListQuery.MaxAtOnce },
            ["changePassword"] = new JsonObject { ["supported"] = false },
            ["sort"] = new JsonObject { ["supported"] = true },
            ["etag"] = new JsonObject { ["supported"] = true },
            ["authenticationSchemes"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "oauthbearertoken",
                    ["name"] = "OAuth bearer token",
                    ["description"] = "A secret token, or an access token of the token endpoint.",
                    ["specUri"] = "https://www.rfc-editor.org/info/rfc6750",
                    ["primary"] = true,
                },
                new JsonObject
                {
                    ["type"] = "oauth2",
                    ["name"] = "OAuth 2.0 client credentials",
                    ["description"] =
                        "Client secret or workload identity (RFC 7523), at the token endpoint below this address: oauth2/token.",
                    ["specUri"] = "https://www.rfc-editor.org/info/rfc6749",
                }
            ),
            ["meta"] = new JsonObject
            {
                ["resourceType"] = "ServiceProviderConfig",
                ["location"] = caller.BaseUrl + "/ServiceProviderConfig",
            },
        };

    private static JsonObject ResourceType(ScimCaller caller, ScimResourceType type)
    {
        var json = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimUrns.ResourceType),
            ["id"] = type.Name,
            ["name"] = type.Name,
            ["endpoint"] = type.Endpoint,
            ["description"] = type.Description,
            ["schema"] = type.Core.Id,
        };
        if (type.Extensions.Count > 0)
        {
            json["schemaExtensions"] = new JsonArray([
                .. type.Extensions.Select(e => new JsonObject { ["schema"] = e.Id, ["required"] = false }),
            ]);
        }

        json["meta"] = new JsonObject { ["resourceType"] = "ResourceType", ["location"] = $"{caller.BaseUrl}/ResourceTypes/{type.Name}" };
        return json;
    }

    private static JsonObject Schema(ScimCaller caller, ScimSchema schema) =>
        new()
        {
            ["schemas"] = new JsonArray(ScimUrns.Schema),
            ["id"] = schema.Id,
            ["name"] = schema.Name,
            ["description"] = schema.Description,

            // RFC 7643 7 leaves the common attributes out; Entra looks for the ones that are mapped, and externalId is.
            ["attributes"] = new JsonArray([
                .. schema
                    .Attributes.Concat(
                        schema.Id is ScimUrns.User or ScimUrns.Group ? CommonAttributes.All.Where(a => a.Name is "id" or "externalId") : []
                    )
                    .Select(Attribute),
            ]),
            ["meta"] = new JsonObject { ["resourceType"] = "Schema", ["location"] = $"{caller.BaseUrl}/Schemas/{schema.Id}" },
        };

    private static JsonObject Attribute(ScimAttribute attribute)
    {
        var json = new JsonObject
        {
            ["name"] = attribute.Name,
            ["type"] = Camel(attribute.Type.ToString()),
            ["multiValued"] = attribute.MultiValued,
            ["description"] = attribute.Description,
            ["required"] = attribute.Required,
            ["caseExact"] = attribute.CaseExact,
            ["mutability"] = Camel(attribute.Mutability.ToString()),
            ["returned"] = attribute.Returned,
            ["uniqueness"] = attribute.Uniqueness,
        };
        if (attribute.CanonicalValues.Count > 0)
        {
            json["canonicalValues"] = new JsonArray([.. attribute.CanonicalValues.Select(v => JsonValue.Create(v))]);
        }

        if (attribute.ReferenceTypes.Count > 0)
        {
            json["referenceTypes"] = new JsonArray([.. attribute.ReferenceTypes.Select(v => JsonValue.Create(v))]);
        }

        if (attribute.SubAttributes.Count > 0)
        {
            json["subAttributes"] = new JsonArray([.. attribute.SubAttributes.Select(Attribute)]);
        }

        return json;
    }

    private static string Camel(string word) => char.ToLowerInvariant(word[0]) + word[1..];
}
