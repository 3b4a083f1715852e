using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SamlSp.EntraSandbox;

/// <summary>
/// A stand-in for Microsoft Graph: the groups of a user, and the delta query of users, for an app with the permissions. As at Entra, a link
/// of a delta query is known for a while only: here, as long as the process runs.
/// </summary>
internal sealed class GraphEndpoint(EntraSandboxTenant tenant, GraphAccessTokens tokens)
{
    /// <summary>More groups than this are an error of getMemberObjects, and have to be read page by page.</summary>
    private const int MemberObjectsLimit = 11_000;
    private const int DefaultPage = 100;
    private const int LargestPage = 999;

    /// <summary>Tells links of this process from those of one before.</summary>
    private readonly string _generation = Guid.NewGuid().ToString("N");

    /// <summary>POST /users/{id}/getMemberObjects: all groups at once.</summary>
    public async Task MemberObjectsAsync(HttpContext context)
    {
        if (await AccountAsync(context) is not { } account)
        {
            return;
        }

        if (await ReadSecurityEnabledOnlyAsync(context) is null)
        {
            await FailAsync(context, 400, "Request_BadRequest", "A value is required for parameter 'securityEnabledOnly'.");
        }
        else if (account.User.Groups.Count > MemberObjectsLimit)
        {
            await FailAsync(context, 400, "Directory_ResultSizeLimitExceeded", "The result exceeds the size limit.");
        }
        else
        {
            await WriteAsync(
                context,
                200,
                new()
                {
                    ["@odata.context"] = tenant.GraphUrl + "/$metadata#Collection(Edm.String)",
                    ["value"] = new JsonArray([.. account.User.Groups.Select(group => (JsonNode)group)]),
                }
            );
        }
    }

    /// <summary>GET /users/{id}/transitiveMemberOf/microsoft.graph.group: by pages, an advanced query.</summary>
    public async Task TransitiveMemberOfAsync(HttpContext context)
    {
        if (await AccountAsync(context) is not { } account)
        {
            return;
        }

        if (context.Request.Headers["ConsistencyLevel"] != "eventual" || context.Request.Query["$count"] != "true")
        {
            await FailAsync(context, 400, "Request_UnsupportedQuery", "The query needs ConsistencyLevel: eventual and $count=true.");
            return;
        }

        var skip = int.TryParse(context.Request.Query["$skiptoken"], CultureInfo.InvariantCulture, out var from) && from > 0 ? from : 0;
        var page = account.User.Groups.Skip(skip).Take(PageSize(context.Request.Query["$top"])).ToList();
        var answer = new JsonObject
        {
            ["@odata.count"] = account.User.Groups.Count,
            ["value"] = new JsonArray([.. page.Select(group => (JsonNode)new JsonObject { ["id"] = group })]),
        };
        if (skip + page.Count < account.User.Groups.Count)
        {
            var query = context
                .Request.Query.Where(value => value.Key != "$skiptoken")
                .Select(value => $"{value.Key}={Uri.EscapeDataString(value.Value.ToString())}");
            answer["@odata.nextLink"] =
                $"{tenant.GraphUrl}/users/{account.User.ObjectId}/transitiveMemberOf/microsoft.graph.group"
                + $"?{string.Join('&', query)}&$skiptoken={skip + page.Count}";
        }

        await WriteAsync(context, 200, answer);
    }

    /// <summary>GET /users/delta: all users, page by page, and then those that have changed.</summary>
    public async Task DeltaAsync(HttpContext context)
    {
        if (!await MayReadAsync(context))
        {
            return;
        }

        // (1) Where the link says to go on: after which change, from which place, and with which change the first page began.
        var (since, from, until) = (-1L, 0, (long?)null);
        var query = context.Request.Query;
        if ((query["$skiptoken"].ToString() is { Length: > 0 } skip ? skip : query["$deltatoken"].ToString()) is { Length: > 0 } link)
        {
            if (
                link.Split('.') is not [var generation, var change, var place, var newest]
                || generation != _generation
                || !long.TryParse(change, CultureInfo.InvariantCulture, out since)
                || !int.TryParse(place, CultureInfo.InvariantCulture, out from)
                || !long.TryParse(newest, CultureInfo.InvariantCulture, out var first)
            )
            {
                await FailAsync(context, 400, "syncStateNotFound", "The sync state generation is not found.");
                return;
            }

            until = from == 0 ? null : first;
        }

        // (2) A page. What changes while pages are read comes once more, by the next delta link.
        const string Preference = "odata.maxpagesize=";
        var prefer = context.Request.Headers["Prefer"].ToString();
        var size = prefer.StartsWith(Preference, StringComparison.Ordinal) ? PageSize(prefer[Preference.Length..]) : DefaultPage;
        var (page, next, now) = tenant.Accounts.Since(since, from, size);
        var upTo = until ?? now;
        await WriteAsync(
            context,
            200,
            new()
            {
                ["@odata.context"] = tenant.GraphUrl + "/$metadata#users(id,accountEnabled,signInSessionsValidFromDateTime)",
                [next is null ? "@odata.deltaLink" : "@odata.nextLink"] = next is { } further
                    ? $"{tenant.GraphUrl}/users/delta?$skiptoken={Link(since, further, upTo)}"
                    : $"{tenant.GraphUrl}/users/delta?$deltatoken={Link(upTo, 0, upTo)}",
                ["value"] = new JsonArray([.. page.Select(Item)]),
            }
        );
    }

    private string Link(long since, int from, long until) =>
        string.Create(CultureInfo.InvariantCulture, $"{_generation}.{since}.{from}.{until}");

    private static JsonNode Item(SandboxAccount account) =>
        account.IsDeleted
            ? new JsonObject
            {
                ["id"] = account.User.ObjectId,
                ["@removed"] = new JsonObject { ["reason"] = "changed" },
            }
            : new JsonObject
            {
                ["id"] = account.User.ObjectId,
                ["accountEnabled"] = account.IsEnabled,
                ["signInSessionsValidFromDateTime"] = XmlText.Instant(account.ValidFrom),
            };

    private static int PageSize(string? asked) =>
        int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is > 0 and <= LargestPage
            ? size
            : DefaultPage;

    /// <summary>The account that a request names; null when it was answered with an error.</summary>
    private async Task<SandboxAccount?> AccountAsync(HttpContext context)
    {
        if (!await MayReadAsync(context))
        {
            return null;
        }

        if (tenant.Accounts.Find(context.Request.RouteValues["id"]?.ToString()) is { } account)
        {
            return account;
        }

        await FailAsync(context, 404, "Request_ResourceNotFound", "Resource does not exist.");
        return null;
    }

    private async Task<bool> MayReadAsync(HttpContext context)
    {
        if (tokens.Find(context.Request) is not { } client)
        {
            await FailAsync(context, 401, "InvalidAuthenticationToken", "Access token is empty, unknown or expired.");
            return false;
        }

        if (client.MayReadGraph)
        {
            return true;
        }

        await FailAsync(context, 403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
        return false;
    }

    private static async Task<bool?> ReadSecurityEnabledOnlyAsync(HttpContext context)
    {
        try
        {
            var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            return (body as JsonObject)?["securityEnabledOnly"] is JsonValue value && value.TryGetValue<bool>(out var only) ? only : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task FailAsync(HttpContext context, int status, string code, string message) =>
        WriteAsync(
            context,
            status,
            new()
            {
                ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
            }
        );

    private static Task WriteAsync(HttpContext context, int status, JsonObject answer)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }
}
