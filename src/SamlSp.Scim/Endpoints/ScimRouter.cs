using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>From method and path to what is to be done (RFC 7644 3.2).</summary>
internal sealed class ScimRouter(UserService users, GroupService groups)
{
    private const int MaxIdLength = 64;

    /// <summary>The endpoint of a name, in any case; null when there is none.</summary>
    public static string? Known(string segment) =>
        segment.ToLowerInvariant() switch
        {
            "users" => "Users",
            "groups" => "Groups",
            "schemas" => "Schemas",
            "resourcetypes" => "ResourceTypes",
            "serviceproviderconfig" => "ServiceProviderConfig",
            "bulk" => "Bulk",
            _ => null,
        };

    public Task<ScimResult> RouteAsync(ScimCaller caller, ScimRequest request)
    {
        var segments = request.Segments;
        var endpoint = segments.Count == 0 ? null : Known(segments[0]);
        return (endpoint, segments.Count) switch
        {
            ("Users" or "Groups", 1) => CollectionAsync(caller, request, endpoint),
            ("Users" or "Groups", 2) when segments[1] == ".search" => SearchAsync(caller, request, endpoint),
            ("Users" or "Groups", 2) => ResourceAsync(caller, request, endpoint, segments[1]),
            ("Schemas" or "ResourceTypes" or "ServiceProviderConfig", <= 2) => Task.FromResult(Discover(caller, request, endpoint)),
            _ => Refuse(ScimError.NotFound("endpoint")),
        };
    }

    private Task<ScimResult> CollectionAsync(ScimCaller caller, ScimRequest request, string endpoint)
    {
        var type = Type(endpoint);
        if (request.Method == "POST")
        {
            return request.Body is not { } body ? Refuse(NoBody)
                : endpoint == "Users" ? users.CreateAsync(caller, body)
                : groups.CreateAsync(caller, body);
        }

        if (request.Method != "GET")
        {
            return Refuse(NotAllowed);
        }

        return TryReadQuery(type, request.Parameter, out var query, out var error) ? ListAsync(caller, endpoint, query!) : Refuse(error!);
    }

    /// <summary>The same as a list, with the parameters in the body (RFC 7644 3.4.3).</summary>
    private Task<ScimResult> SearchAsync(ScimCaller caller, ScimRequest request, string endpoint)
    {
        if (request.Method != "POST")
        {
            return Refuse(NotAllowed);
        }

        if (request.Body is not { } body)
        {
            return Refuse(NoBody);
        }

        string? Parameter(string name) =>
            body.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value switch
            {
                null => null,
                JsonArray array => string.Join(',', array.Select(Plain)),
                var value => Plain(value),
            };
        return TryReadQuery(Type(endpoint), Parameter, out var query, out var error) ? ListAsync(caller, endpoint, query!) : Refuse(error!);
    }

    private Task<ScimResult> ListAsync(ScimCaller caller, string endpoint, ListQuery query) =>
        endpoint == "Users" ? users.ListAsync(caller, query) : groups.ListAsync(caller, query);

    private async Task<ScimResult> ResourceAsync(ScimCaller caller, ScimRequest request, string endpoint, string id)
    {
        var isUser = endpoint == "Users";
        if (id.Length > MaxIdLength || !ScimText.IsStorable(id))
        {
            return ScimResult.Refused(ScimError.NotFound(isUser ? "user" : "group"));
        }

        if (request.Method is "PATCH" or "PUT" && request.Body is null)
        {
            return ScimResult.Refused(NoBody);
        }

        var projection = Projection.Of(Type(endpoint), request.Parameter("attributes"), request.Parameter("excludedAttributes"));
        var result = request.Method switch
        {
            "GET" => isUser ? await users.GetAsync(caller, id) : await groups.GetAsync(caller, id, projection.Wants("members")),
            "PUT" => isUser
                ? await users.ReplaceAsync(caller, id, request.Body!, request.IfMatch)
                : await groups.ReplaceAsync(caller, id, request.Body!, request.IfMatch),
            "PATCH" => isUser
                ? await users.PatchAsync(caller, id, request.Body!, request.IfMatch)
                : await groups.PatchAsync(caller, id, request.Body!, request.IfMatch, answer: request.Parameter("attributes") is not null),
            "DELETE" => isUser
                ? await users.DeleteAsync(caller, id, request.IfMatch)
                : await groups.DeleteAsync(caller, id, request.IfMatch),
            _ => ScimResult.Refused(NotAllowed),
        };
        if (
            request.Method == "GET"
            && request.IfNoneMatch is { } known
            && result.Version is { } version
            && EntityTag.Matches(known, version)
        )
        {
            return result with { Status = 304, Body = null };
        }

        return result.Body is { } body ? result with { Body = projection.Apply(body) } : result;
    }

    private static ScimResult Discover(ScimCaller caller, ScimRequest request, string endpoint)
    {
        if (request.Method != "GET")
        {
            return ScimResult.Refused(NotAllowed);
        }

        if (request.Parameter("filter") is not null)
        {
            return ScimResult.Refused(new(403, null, "There is no filter on what describes the service (RFC 7644 4)."));
        }

        var found = Discovery.Find(caller, endpoint, request.Segments.Count > 1 ? request.Segments[1] : null);
        return found is null ? ScimResult.Refused(ScimError.NotFound("resource")) : new() { Status = 200, Body = found };
    }

    private static bool TryReadQuery(ScimResourceType type, Func<string, string?> parameter, out ListQuery? query, out ScimError? error)
    {
        query = null;
        error = null;
        if (!TryNumber(parameter("startIndex"), 1, out var start) || !TryNumber(parameter("count"), ListQuery.DefaultCount, out var count))
        {
            error = ScimError.Value("startIndex and count are whole numbers.");
            return false;
        }

        if (parameter("sortOrder") is { } sortOrder && sortOrder.ToLowerInvariant() is not ("ascending" or "descending"))
        {
            error = ScimError.Value("sortOrder is ascending or descending.");
        }

        query = new()
        {
            // RFC 7644 3.4.2.4: less than 1 is 1, and a negative count is 0.
            StartIndex = Math.Max(1, start),
            Count = Math.Clamp(count, 0, ListQuery.MaxAtOnce),
            Filter = parameter("filter") is { } filter && !string.IsNullOrWhiteSpace(filter) ? filter : null,
            SortBy = parameter("sortBy") is { Length: > 0 } sortBy ? sortBy : null,
            Descending = string.Equals(parameter("sortOrder"), "descending", StringComparison.OrdinalIgnoreCase),
            Projection = Projection.Of(type, parameter("attributes"), parameter("excludedAttributes")),
        };
        return error is null;
    }

    private static bool TryNumber(string? text, int missing, out int number)
    {
        number = missing;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large))
        {
            return false;
        }

        number = (int)Math.Clamp(large, int.MinValue, int.MaxValue);
        return true;
    }

    private static ScimResourceType Type(string endpoint) => endpoint == "Users" ? ResourceTypes.User : ResourceTypes.Group;

    private static string Plain(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : node?.ToJsonString() ?? "";

    private static Task<ScimResult> Refuse(ScimError error) => Task.FromResult(ScimResult.Refused(error));

    private static ScimError NoBody => ScimError.Syntax("The request has no body: a JSON object is wanted.");

    private static ScimError NotAllowed => new(405, null, "This method is not for this endpoint.");
}
