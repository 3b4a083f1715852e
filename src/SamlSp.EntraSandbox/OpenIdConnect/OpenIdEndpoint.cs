using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SamlSp.EntraSandbox;

/// <summary>The tenant as an OpenID Connect identity provider (OpenID Connect Core 1.0, version 2.0 of Entra's endpoints).</summary>
internal sealed class OpenIdEndpoint(
    EntraSandboxTenant tenant,
    OpenIdRequestReader reader,
    OpenIdCodes codes,
    OpenIdTokens tokens,
    PushedRequests pushed,
    OpenIdUserInfo userInfo,
    OpenIdLogout logout,
    IdTokenWriter writer,
    SandboxSessions sessions,
    OpenIdPages pages,
    Page page
)
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(365);

    /// <summary>Where all of it is.</summary>
    private string Root => $"{tenant.Options.BaseUrl}{tenant.Options.Path}/{tenant.Options.TenantId}";

    public Task DiscoverAsync(HttpContext context)
    {
        var options = tenant.Options.OpenId;
        var document = new JsonObject
        {
            ["issuer"] = writer.Issuer,
            ["authorization_endpoint"] = Root + "/oauth2/v2.0/authorize",
            ["token_endpoint"] = Root + "/oauth2/v2.0/token",
            ["jwks_uri"] = Root + "/discovery/v2.0/keys",
            ["userinfo_endpoint"] = Root + "/openid/userinfo",
            ["end_session_endpoint"] = Root + "/oauth2/v2.0/logout",
            ["response_types_supported"] = new JsonArray("code"),
            ["response_modes_supported"] = new JsonArray("query"),
            ["subject_types_supported"] = new JsonArray("pairwise"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post", "private_key_jwt"),
            ["scopes_supported"] = new JsonArray("openid", "profile", "email"),
            ["frontchannel_logout_supported"] = true,
        };
        if (options.PushedRequests)
        {
            document["pushed_authorization_request_endpoint"] = tenant.PushedRequestUrl;
            document["require_pushed_authorization_requests"] = options.RequirePushedRequests;
        }

        if (options.SignedRequests)
        {
            document["request_object_signing_alg_values_supported"] = new JsonArray("PS256", "RS256", "ES256");
            document["require_signed_request_object"] = options.RequireSignedRequests;
        }

        return WriteAsync(context, document);
    }

    public Task UserInfoAsync(HttpContext context) => userInfo.AnswerAsync(context);

    /// <summary>Takes a pushed request (RFC 9126 2).</summary>
    public async Task PushAsync(HttpContext context)
    {
        if (!tenant.Options.OpenId.PushedRequests || !context.Request.HasFormContentType)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var (status, answer, error, wrong) = pushed.Push(await context.Request.ReadFormAsync(context.RequestAborted));
        context.Response.StatusCode = status;
        await WriteAsync(context, answer ?? tokens.Fail(status, error, wrong!).Answer);
    }

    public Task KeysAsync(HttpContext context) => WriteAsync(context, writer.Keys());

    public Task AuthorizeAsync(HttpContext context)
    {
        var (query, wrong) = pushed.Resolve(context.Request.QueryString.Value ?? "");
        if (wrong is not null)
        {
            return FailAsync(context, wrong, answerUrl: null);
        }

        if (reader.Read(query, out var error, out var answerUrl) is not { } request)
        {
            return FailAsync(context, error!, answerUrl);
        }

        var session = sessions.Find(context);
        var hinted = tenant.FindUser(request.LoginHint);
        var tooOld = session is not null && request.MaxAge is { } age && tenant.Now - session.AuthnInstant >= age;
        var asked =
            request.Prompt is "login" or "select_account"
            || tooOld
            || request.Contexts.Count > 0
            || (hinted is not null && session is not null && hinted != session.User);
        if (session is not null && !asked)
        {
            return AnswerAsync(context, request, session, new(), attack: null);
        }

        if (request.Prompt == "none")
        {
            return FailAsync(
                context,
                AadStsError.NoSession,
                request.AnswerUrl(("error", "login_required"), ("error_description", AadStsError.NoSession.Message))
            );
        }

        return pages.WriteAsync(context, request, hinted ?? session?.User);
    }

    /// <summary>The sign-in page was sent: a user has picked an account.</summary>
    public async Task PickAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (reader.Read(form["request"].ToString(), out var error, out var answerUrl) is not { } request)
        {
            await FailAsync(context, error!, answerUrl);
            return;
        }

        if (tenant.FindUser(form["user"]) is not { } user)
        {
            await page.WriteErrorAsync(context, new("AADSTS50034", "The user account does not exist in this directory."));
            return;
        }

        var age =
            int.TryParse(form["age"], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes <= MaxAge.TotalMinutes
                ? TimeSpan.FromMinutes(minutes)
                : tenant.Options.Token.AuthnAge;
        var session = sessions.Start(context, user, tenant.Now - age, tenant.Options.Token);
        await AnswerAsync(context, request, session, OpenIdTokenOptions.Read(form), OpenIdAttacks.Find(form["attack"]));
    }

    public async Task TokenAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        var (status, answer) = tokens.Redeem(form);
        context.Response.StatusCode = status;
        await WriteAsync(context, answer);
    }

    /// <summary>Ends the session; goes back only to an address that an app has registered.</summary>
    public async Task LogoutAsync(HttpContext context)
    {
        var session = sessions.End(context);
        var query = context.Request.Query;
        var initiator = query["client_id"].ToString() is { Length: > 0 } id ? id : null;
        await logout.SendAsync(session, initiator, context.RequestAborted);
        var back = query["post_logout_redirect_uri"].ToString();
        string? answer = null;
        if (tenant.Options.Clients.Any(c => c.RedirectUris.Contains(back, StringComparer.Ordinal)))
        {
            answer = query["state"].ToString() is { Length: > 0 } state ? back + "?state=" + Uri.EscapeDataString(state) : back;
        }

        var frames = logout.Frames(session, initiator);
        if (answer is null || frames.Count > 0)
        {
            await pages.WriteSignedOutAsync(context, frames, answer);
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect(answer);
    }

    private Task AnswerAsync(
        HttpContext context,
        OpenIdRequest request,
        SandboxSession session,
        OpenIdTokenOptions token,
        OpenIdAttack? attack
    )
    {
        session.Clients[request.Client.ClientId] = request.Client;
        var code = codes.Add(new(request, session.User, session.PublicId, session.AuthnInstant, token, attack, tenant.Now + CodeLifetime));
        return SendAsync(context, request.AnswerUrl(("code", code), ("session_state", Guid.NewGuid().ToString())));
    }

    private Task FailAsync(HttpContext context, AadStsError error, string? answerUrl) =>
        answerUrl is null ? page.WriteErrorAsync(context, error) : SendAsync(context, answerUrl);

    private static Task SendAsync(HttpContext context, string url)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = url;
        return Task.CompletedTask;
    }

    private static Task WriteAsync(HttpContext context, JsonObject document)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(document.ToJsonString(), context.RequestAborted);
    }
}
