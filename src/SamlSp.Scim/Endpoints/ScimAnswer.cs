using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SamlSp.Scim;

/// <summary>Writes results and errors.</summary>
internal static class ScimAnswer
{
    public const string ContentType = "application/scim+json; charset=utf-8";

    public static Task WriteAsync(HttpContext context, ScimResult result)
    {
        var response = context.Response;
        response.Headers.CacheControl = "no-store";
        response.StatusCode = result.Status;
        if (result.Error is { } error)
        {
            return WriteJsonAsync(context, ToJson(error));
        }

        if (result.Version is { } version)
        {
            response.Headers.ETag = version;
        }

        if (result is { Status: 201, Location: { } location })
        {
            response.Headers.Location = location;
        }

        return result.Body is { } body && result.Status != 304 ? WriteJsonAsync(context, body) : Task.CompletedTask;
    }

    public static Task WriteErrorAsync(HttpContext context, ScimError error) => WriteAsync(context, ScimResult.Refused(error));

    public static JsonObject ToJson(ScimError error)
    {
        var json = new JsonObject
        {
            ["schemas"] = new JsonArray(ScimUrns.Error),
            ["status"] = error.Status.ToString(CultureInfo.InvariantCulture),
        };
        if (error.Type is { } type)
        {
            json["scimType"] = type;
        }

        json["detail"] = error.Detail;
        return json;
    }

    private static Task WriteJsonAsync(HttpContext context, JsonObject body)
    {
        context.Response.ContentType = ContentType;
        return context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()), context.RequestAborted).AsTask();
    }
}
