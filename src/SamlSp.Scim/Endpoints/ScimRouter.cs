using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>From method and path to what is to be done (RFC 7644 3.2).</summary>
internal sealed class ScimRouter(UserQueries users, GroupQueries groups, ResourceWrites writes)
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

    /// <summary>Does what a request asks for.</summary>
    public Task<ScimResult> RouteAsync(ScimCaller caller, ScimRequest request) =>
        FindWrite(caller, request) is { } write ? writes.RunAsync(caller, write) : ReadAsync(caller, request);

    /// <summary>The write of a resource that a request asks for; null where it asks for something else.</summary>
    public static ResourceWrite? FindWrite(ScimCaller caller, ScimRequest request)
    {
        var segments = request.Segments;
        return (segments.Count == 0 ? null : Known(segments[0]), segments.Count) switch
        {
            ("Users", 1) when request is { Method: "POST", Body: { } body } => UserWrites.Create(caller, body),
            ("Groups", 1) when request is { Method: "POST", Body: { } body } => GroupWrites.Create(caller, body),
            (("Users" or "Groups") and var endpoint, 2) when segments[1] != ".search" && IsId(segments[1]) => FindWrite(
                caller,
                request,
                Type(endpoint),
                segments[1]
            ),
            _ => null,
        };
    }

    /// <summary>Why a request that should write is none that there is.</summary>
    public static ScimResult RefuseWrite(ScimRequest request) =>
        request.Segments.Count > 2 ? ScimResult.Refused(ScimError.NotFound("endpoint"))
        : request.Segments.Count == 2 && !IsId(request.Segments[1]) ? ScimResult.Refused(NoResource(request.Segments[0]))
        : ScimResult.Refused(request is { Method: "POST" or "PUT" or "PATCH", Body: null } ? NoBody : NotAllowed);

    private static ScimError NoResource(string endpoint) => ScimError.NotFound(Known(endpoint) == "Users" ? "user" : "group");

    private Task<ScimResult> ReadAsync(ScimCaller caller, ScimRequest request)
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
            return Refuse(NoBody);
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

    private static ResourceWrite? FindWrite(ScimCaller caller, ScimRequest request, ScimResourceType type, string id)
    {
        var (isUser, version) = (type == ResourceTypes.User, request.IfMatch);
        var write = (request.Method, request.Body) switch
        {
            ("PUT", { } body) => isUser ? UserWrites.Replace(caller, id, body, version) : GroupWrites.Replace(caller, id, body, version),
            ("PATCH", { } body) => isUser
                ? UserWrites.Patch(caller, id, body, version)
                : GroupWrites.Patch(caller, id, body, version, answer: request.Parameter("attributes") is not null),
            ("DELETE", _) => isUser ? UserWrites.Delete(id, version) : GroupWrites.Delete(id, version),
            _ => null,
        };
        var projection = Wanted(type, request);
        return write is null ? null : write with { Answer = result => Project(result, projection) };
    }

    private async Task<ScimResult> ResourceAsync(ScimCaller caller, ScimRequest request, string endpoint, string id)
    {
        var isUser = endpoint == "Users";
        if (!IsId(id))
        {
            return ScimResult.Refused(NoResource(endpoint));
        }

        if (request.Method != "GET")
        {
            return ScimResult.Refused(request.Method is "PATCH" or "PUT" ? NoBody : NotAllowed);
        }

        var projection = Wanted(Type(endpoint), request);
        var result = isUser ? await users.GetAsync(caller, id) : await groups.GetAsync(caller, id, projection.Wants("members"));
        return request.IfNoneMatch is { } known && result.Version is { } version && EntityTag.Matches(known, version)
            ? result with
            {
                Status = 304,
                Body = null,
            }
            : Project(result, projection);
    }

    private static bool IsId(string text) => text.Length <= MaxIdLength && ScimText.IsStorable(text);

    private static Projection Wanted(ScimResourceType type, ScimRequest request) =>
        Projection.Of(type, request.Parameter("attributes"), request.Parameter("excludedAttributes"));

    private static ScimResult Project(ScimResult result, Projection projection) =>
        result.Body is { } body ? result with { Body = projection.Apply(body) } : result;

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
