using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;

namespace SamlSp.Scim;

/// <summary>
/// Takes every request below an organization's SCIM address: who asks, how much, what; and writes the answer and the log.
/// </summary>
internal sealed partial class ScimEndpoint(
    ProvisioningAuthenticator authenticator,
    ProvisioningLimiter limiter,
    ScimRouter router,
    BulkService bulk,
    ProvisioningLog log,
    ILogger<ScimEndpoint> logger
)
{
    public async Task HandleAsync(HttpContext context, SamlSpScheme scheme)
    {
        try
        {
            await AnswerAsync(context, scheme);
        }
        catch (StoreUnavailableException)
        {
            context.Response.Headers.RetryAfter = "10";
            await ScimAnswer.WriteErrorAsync(context, new(503, null, "The store does not answer. Please try again in a moment."));
        }
        catch (BadHttpRequestException e)
        {
            await ScimAnswer.WriteErrorAsync(context, new(e.StatusCode, null, "The request cannot be read."));
        }
        catch (Exception e) when (e is not OperationCanceledException && !context.Response.HasStarted)
        {
            LogFailed(e);
            await ScimAnswer.WriteErrorAsync(context, new(500, null, "A fault of ours. It stands in the log."));
        }
    }

    private async Task AnswerAsync(HttpContext context, SamlSpScheme scheme)
    {
        var name = context.Request.RouteValues["organization"] as string ?? "";
        if (await authenticator.AuthenticateAsync(context, scheme, name) is not { } who)
        {
            await RefuseAsync(context, scheme, name);
            return;
        }

        if (!await limiter.TryAsync(context, "organization:" + who.Organization.Name.ToLowerInvariant()))
        {
            return;
        }

        var caller = new ScimCaller(
            who.Organization,
            who.Credential,
            $"{scheme.Options.BaseUrl}{SamlSpScimDefaults.Path}/{who.Organization.Name}",
            context.RequestAborted
        );
        var request = new ScimRequest(
            context.Request.Method.ToUpperInvariant(),
            Segments(context),
            key => context.Request.Query[key] is [{ } value, ..] ? value : null,
            null,
            Header(context.Request.Headers.IfMatch),
            Header(context.Request.Headers.IfNoneMatch)
        );
        var result = await RunAsync(context, caller, request);

        // A change that was made has its line already, written with it.
        if (request.Method == "GET" || result.Error is not null || request.Segments is [_, ".search"])
        {
            log.Note(caller, request.Method, request.Resource, result);
        }

        await ScimAnswer.WriteAsync(context, result);
    }

    private async Task<ScimResult> RunAsync(HttpContext context, ScimCaller caller, ScimRequest request)
    {
        if (request.Method is "POST" or "PUT" or "PATCH")
        {
            var (body, error) = await ScimBody.ReadAsync(context.Request);
            if (error is not null)
            {
                return ScimResult.Refused(error);
            }

            request = request with { Body = body };
        }

        return request is { Segments: [var only], Method: "POST" } && ScimRouter.Known(only) == "Bulk"
            ? await bulk.RunAsync(caller, request)
            : await router.RouteAsync(caller, request);
    }

    private async Task RefuseAsync(HttpContext context, SamlSpScheme scheme, string name)
    {
        if (!await limiter.TryAsync(context, "address:" + ClientAddress.Of(context)))
        {
            return;
        }

        if (ProvisioningAuthenticator.Find(scheme, name) is { } organization && await limiter.MayNoteAsync(organization.Name))
        {
            log.NoteUnauthorized(organization, context.Request.Method);
        }

        LogUnauthorized();
        context.Response.Headers.WWWAuthenticate =
            context.Request.Headers.Authorization.Count == 0 ? "Bearer realm=\"scim\"" : "Bearer realm=\"scim\", error=\"invalid_token\"";
        await ScimAnswer.WriteErrorAsync(context, new(401, null, "A valid bearer token of this organization is required."));
    }

    private static string[] Segments(HttpContext context) =>
        [.. (context.Request.RouteValues["path"] as string ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries)];

    private static string? Header(Microsoft.Extensions.Primitives.StringValues values) => values.Count == 0 ? null : values.ToString();

    [LoggerMessage(1, LogLevel.Error, "A provisioning request failed", EventName = "ProvisioningFailed")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "A provisioning request was refused: no valid token", EventName = "ProvisioningUnauthorized")]
    private partial void LogUnauthorized();
}
