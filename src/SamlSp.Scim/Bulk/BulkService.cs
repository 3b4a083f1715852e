using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>
/// Several operations in one request (RFC 7644 3.7), in the order in which they stand. Each is done or refused by itself.
/// </summary>
internal sealed class BulkService(ResourceWrites writes, ProvisioningLog log)
{
    /// <summary>The most operations of a request.</summary>
    public const int MaxOperations = 1000;

    /// <summary>The most operations of one transaction.</summary>
    private const int MaxTogether = 100;

    private const string Reference = BulkOperation.Reference;

    public async Task<ScimResult> RunAsync(ScimCaller caller, ScimRequest request)
    {
        if (request.Body is not { } body || BulkOperation.Field(body, "Operations") is not JsonArray operations)
        {
            return ScimResult.Refused(ScimError.Syntax("Operations is required: an array."));
        }

        if (operations.Count > MaxOperations)
        {
            return ScimResult.Refused(ScimError.TooMany($"There are more than {MaxOperations} operations."));
        }

        var failOnErrors =
            BulkOperation.Field(body, "failOnErrors") is JsonValue limit
            && limit.GetValueKind() == JsonValueKind.Number
            && limit.TryGetValue<int>(out var errors)
            && errors > 0
                ? errors
                : int.MaxValue;
        var answers = new JsonArray();
        await foreach (var (operation, result) in RunAsync(caller, operations, failOnErrors))
        {
            answers.Add(Answer(caller, operation, result));
        }

        return new()
        {
            Status = 200,
            Body = new() { ["schemas"] = new JsonArray(ScimUrns.BulkResponse), ["Operations"] = answers },
        };
    }

    /// <summary>
    /// Does operations in their order. Those that follow each other without needing one another are one transaction, and each is still
    /// done or refused by itself.
    /// </summary>
    private async IAsyncEnumerable<(BulkOperation Operation, ScimResult Result)> RunAsync(
        ScimCaller caller,
        JsonArray operations,
        int failOnErrors
    )
    {
        var made = new Dictionary<string, string>(StringComparer.Ordinal);
        var (next, failed) = (0, 0);
        while (next < operations.Count && failed < failOnErrors)
        {
            // (1) The operations of the next transaction.
            var (group, targets) = (
                new List<(BulkOperation Operation, ResourceWrite Write)>(),
                new HashSet<string>(StringComparer.Ordinal)
            );
            (BulkOperation Operation, ScimResult Result)? refused = null;
            while (next < operations.Count && group.Count < MaxTogether && refused is null)
            {
                var operation = BulkOperation.Read(operations[next] as JsonObject);
                var isFirst = targets.Add(operation.Path ?? "") || operation.Method == "POST";
                if (group.Count > 0 && (operation.HasReferences || !isFirst))
                {
                    break;
                }

                next++;
                var (write, error) = Prepare(caller, operation, made);
                if (write is null)
                {
                    refused = (operation, error!);
                }
                else
                {
                    group.Add((operation, write));
                }
            }

            // (2) Their results. What comes after the last error that is allowed, is not done.
            var results = await writes.RunAllAsync(caller, [.. group.Select(g => g.Write)], failOnErrors - failed);
            for (var i = 0; i < results.Count; i++)
            {
                var (operation, result) = (group[i].Operation, results[i]);
                if (result.Error is not null)
                {
                    failed++;
                    log.Note(caller, operation.Method!, group[i].Write.Type.Endpoint[1..], result);
                }
                else if (operation.BulkId is { } bulkId && result is { Status: 201, Target: { } target })
                {
                    made[bulkId] = target;
                }

                yield return (operation, result);
            }

            if (refused is { } last && failed < failOnErrors)
            {
                failed++;
                yield return last;
            }
        }
    }

    private static JsonObject Answer(ScimCaller caller, BulkOperation operation, ScimResult result)
    {
        var answer = new JsonObject
        {
            ["method"] = operation.Method is "POST" or "PUT" or "PATCH" or "DELETE" ? operation.Method : "unknown",
        };
        if (operation.BulkId is { Length: <= 100 } bulkId)
        {
            answer["bulkId"] = bulkId;
        }

        answer["status"] = result.Status.ToString(CultureInfo.InvariantCulture);
        var location =
            result.Location
            ?? (
                result.Error is null && result.Target is { } id && operation.Path is { } path
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

        return answer;
    }

    /// <summary>What an operation writes; otherwise why it is refused.</summary>
    private (ResourceWrite? Write, ScimResult? Refused) Prepare(ScimCaller caller, BulkOperation operation, Dictionary<string, string> made)
    {
        if (operation is not { Method: "POST" or "PUT" or "PATCH" or "DELETE", Path.Length: > 0 and <= 256 })
        {
            return Refuse(ScimError.Syntax("An operation has method POST, PUT, PATCH or DELETE, and a path."));
        }

        if (operation.Method == "POST" && string.IsNullOrEmpty(operation.BulkId))
        {
            return Refuse(ScimError.Syntax("A POST needs a bulkId."));
        }

        if (operation.Data is not null and not JsonObject)
        {
            return Refuse(ScimError.Syntax("data is an object."));
        }

        var (resolved, unknown) = Resolve(operation.Path, operation.Data as JsonObject, made);
        if (unknown)
        {
            return Refuse(new(409, null, "A bulkId is not known: what it names was not made by an earlier operation of this request."));
        }

        var segments = resolved.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length == 0 || ScimRouter.Known(segments[0]) is not ("Users" or "Groups"))
        {
            return Refuse(ScimError.NotFound("endpoint"));
        }

        var request = new ScimRequest(operation.Method, segments, _ => null, resolved.Data, operation.Version, null);
        if (ScimRouter.FindWrite(caller, request) is { } write)
        {
            return (write, null);
        }

        // It asks for no write that there is: that is refused as it would be by itself.
        var result = ScimRouter.RefuseWrite(request);
        log.Note(caller, operation.Method, request.Resource, result);
        return (null, result);

        static (ResourceWrite?, ScimResult?) Refuse(ScimError error) => (null, ScimResult.Refused(error));
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
}
