using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>
/// Several operations in one request (RFC 7644 3.7), in the order in which they stand. Each is done or refused by itself.
/// </summary>
internal sealed class BulkService(ScimRouter router, ProvisioningLog log)
{
    /// <summary>The most operations of a request.</summary>
    public const int MaxOperations = 1000;

    private const string Reference = "bulkId:";

    public async Task<ScimResult> RunAsync(ScimCaller caller, ScimRequest request)
    {
        if (request.Body is not { } body || Field(body, "Operations") is not JsonArray operations)
        {
            return ScimResult.Refused(ScimError.Syntax("Operations is required: an array."));
        }

        if (operations.Count > MaxOperations)
        {
            return ScimResult.Refused(ScimError.TooMany($"There are more than {MaxOperations} operations."));
        }

        var failOnErrors =
            Field(body, "failOnErrors") is JsonValue limit
            && limit.GetValueKind() == JsonValueKind.Number
            && limit.TryGetValue<int>(out var errors)
            && errors > 0
                ? errors
                : int.MaxValue;
        var made = new Dictionary<string, string>(StringComparer.Ordinal);
        var answers = new JsonArray();
        var failed = 0;
        foreach (var operation in operations)
        {
            var (answer, isError) = await OneAsync(caller, operation as JsonObject, made);
            answers.Add(answer);
            if (isError && ++failed >= failOnErrors)
            {
                break;
            }
        }

        return new()
        {
            Status = 200,
            Body = new() { ["schemas"] = new JsonArray(ScimUrns.BulkResponse), ["Operations"] = answers },
        };
    }

    private async Task<(JsonObject Answer, bool IsError)> OneAsync(
        ScimCaller caller,
        JsonObject? operation,
        Dictionary<string, string> made
    )
    {
        var method = operation is null ? null : Text(operation, "method")?.ToUpperInvariant();
        var path = operation is null ? null : Text(operation, "path");
        var bulkId = operation is null ? null : Text(operation, "bulkId");
        var result = await RunAsync(caller, operation, method, path, bulkId, made);
        var answer = new JsonObject { ["method"] = method is "POST" or "PUT" or "PATCH" or "DELETE" ? method : "unknown" };
        if (bulkId is { Length: <= 100 })
        {
            answer["bulkId"] = bulkId;
        }

        answer["status"] = result.Status.ToString(CultureInfo.InvariantCulture);
        var location =
            result.Location
            ?? (
                result.Error is null && result.Target is { } id && path is not null
                    ? caller.Location(
                        path.Contains("roups", StringComparison.OrdinalIgnoreCase) ? ResourceTypes.Group : ResourceTypes.User,
                        id
                    )
                    : null
            );
        if (location is not null)
        {
            answer["location"] = location;
        }

        if (result.Version is { } version)
        {
            answer["version"] = version;
        }

        if (result.Error is { } error)
        {
            answer["response"] = ScimAnswer.ToJson(error);
        }
        else if (bulkId is not null && result is { Status: 201, Target: { } target })
        {
            made[bulkId] = target;
        }

        return (answer, result.Error is not null);
    }

    private async Task<ScimResult> RunAsync(
        ScimCaller caller,
        JsonObject? operation,
        string? method,
        string? path,
        string? bulkId,
        Dictionary<string, string> made
    )
    {
        if (operation is null || method is not ("POST" or "PUT" or "PATCH" or "DELETE") || path is not { Length: > 0 and <= 256 })
        {
            return ScimResult.Refused(ScimError.Syntax("An operation has method POST, PUT, PATCH or DELETE, and a path."));
        }

        if (method == "POST" && string.IsNullOrEmpty(bulkId))
        {
            return ScimResult.Refused(ScimError.Syntax("A POST needs a bulkId."));
        }

        var data = Field(operation, "data");
        if (data is not null and not JsonObject)
        {
            return ScimResult.Refused(ScimError.Syntax("data is an object."));
        }

        var (resolved, unknown) = Resolve(path, data as JsonObject, made);
        if (unknown)
        {
            return ScimResult.Refused(
                new(409, null, "A bulkId is not known: what it names was not made by an earlier operation of this request.")
            );
        }

        var segments = resolved.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length == 0 || ScimRouter.Known(segments[0]) is not ("Users" or "Groups"))
        {
            return ScimResult.Refused(ScimError.NotFound("endpoint"));
        }

        var request = new ScimRequest(method, segments, _ => null, resolved.Data, Text(operation, "version"), null);
        var result = await router.RouteAsync(caller, request);
        if (result.Error is not null)
        {
            log.Note(caller, method, request.Resource, result);
        }

        return result;
    }

    /// <summary>Puts the IDs of what was made into the place of their bulkIds.</summary>
    private static ((string Path, JsonObject? Data) Resolved, bool Unknown) Resolve(
        string path,
        JsonObject? data,
        Dictionary<string, string> made
    )
    {
        var unknown = false;
        string Id(string text)
        {
            if (!text.StartsWith(Reference, StringComparison.Ordinal))
            {
                return text;
            }

            if (made.TryGetValue(text[Reference.Length..], out var id))
            {
                return id;
            }

            unknown = true;
            return text;
        }

        void Walk(JsonNode? node)
        {
            if (node is JsonObject json)
            {
                foreach (var (name, value) in json.ToList())
                {
                    if (
                        value is JsonValue text
                        && text.GetValueKind() == JsonValueKind.String
                        && text.GetValue<string>().StartsWith(Reference, StringComparison.Ordinal)
                    )
                    {
                        json[name] = Id(text.GetValue<string>());
                    }
                    else
                    {
                        Walk(value);
                    }
                }
            }
            else if (node is JsonArray array)
            {
                for (var i = 0; i < array.Count; i++)
                {
                    if (
                        array[i] is JsonValue text
                        && text.GetValueKind() == JsonValueKind.String
                        && text.GetValue<string>().StartsWith(Reference, StringComparison.Ordinal)
                    )
                    {
                        array[i] = Id(text.GetValue<string>());
                    }
                    else
                    {
                        Walk(array[i]);
                    }
                }
            }
        }

        var copy = data?.DeepClone() as JsonObject;
        Walk(copy);
        return ((string.Join('/', path.Split('/').Select(Id)), copy), unknown);
    }

    private static JsonNode? Field(JsonObject json, string name) =>
        json.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static string? Text(JsonObject json, string name) =>
        Field(json, name) is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
