using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>Single sign-on: answers from an existing session, or asks for an account.</summary>
internal sealed class SignInEndpoint(
    EntraSandboxTenant tenant,
    TokenIssuer issuer,
    SandboxSessions sessions,
    AuthnRequestReader reader,
    SignInPage signInPage,
    PostPage postPage,
    Page page
)
{
    /// <summary>Handles an AuthnRequest.</summary>
    public Task StartAsync(HttpContext context, System.Xml.Linq.XElement message, byte[] xml, string? relayState)
    {
        var request = reader.Read(message, xml, relayState, out var app, out var error);
        return request is null ? FailAsync(context, app, error!) : ContinueAsync(context, request);
    }

    /// <summary>Handles a tile: the Response answers no request.</summary>
    public Task StartFromTileAsync(HttpContext context)
    {
        var entityId = context.Request.Query["app"].ToString();
        return tenant.FindApp(entityId) is { } app
            ? ContinueAsync(
                context,
                SignInRequest.ForTile(app, context.Request.Query["RelayState"].ToString() is { Length: > 0 } relayState ? relayState : null)
            )
            : page.WriteErrorAsync(context, AadStsError.UnknownApp(entityId));
    }

    /// <summary>Handles the form of the sign-in page: an account was picked.</summary>
    public async Task PickAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (tenant.FindUser(form["user"]) is not { } user)
        {
            await page.WriteErrorAsync(context, new("AADSTS50034", "The user account does not exist in this directory."));
            return;
        }

        var request = ReadAgain(form, out var known, out var error);
        if (error is not null)
        {
            await FailAsync(context, known, error);
            return;
        }

        var token = TokenForm.Read(form, tenant.Options.Token);
        if (request is not null && AttackLab.Find(form["attack"]) is { } attack)
        {
            await SendAttackAsync(context, request, user, attack);
            return;
        }

        if (request is not null && ChosenRefusal.Find(form["refusal"]) is { } refusal)
        {
            await PostFailureAsync(context, request, StatusUris.Requester, SamlNames.RequestUnsupported, refusal.Error);
            return;
        }

        var session = sessions.Start(context, user, tenant.Now - token.AuthnAge, token);
        if (request is not null)
        {
            await AnswerAsync(context, request, session);
        }
        else
        {
            Redirect(context, page.Root(context) + "/myapps");
        }
    }

    private SignInRequest? ReadAgain(IFormCollection form, out SignInRequest? known, out AadStsError? error)
    {
        known = null;
        error = null;
        var relayState = form["RelayState"].ToString() is { Length: > 0 } value ? value : null;
        if (form["SAMLRequest"].ToString() is { Length: > 0 } encoded)
        {
            return MessageElement.Decode(encoded, BindingUris.Post, out var xml, out error) is { } message
                ? reader.Read(message, xml, relayState, out known, out error)
                : null;
        }

        if (form["app"].ToString() is not { Length: > 0 } entityId)
        {
            return null;
        }

        if (tenant.FindApp(entityId) is { } app)
        {
            return SignInRequest.ForTile(app, relayState);
        }

        error = AadStsError.UnknownApp(entityId);
        return null;
    }

    private Task ContinueAsync(HttpContext context, SignInRequest request)
    {
        var session = sessions.Find(context);
        var hinted = tenant.FindUser(context.Request.Query["login_hint"]);
        var asked =
            request.ForceAuthn
            || context.Request.Query["prompt"] == "select_account"
            || (hinted is not null && session is not null && hinted != session.User);
        if (session is not null && !asked)
        {
            return AnswerAsync(context, request, session);
        }

        if (request.IsPassive)
        {
            return PostFailureAsync(context, request, StatusUris.Responder, SamlNames.NoPassive, AadStsError.NoSession);
        }

        return signInPage.WriteAsync(context, request, hinted ?? session?.User);
    }

    private Task AnswerAsync(HttpContext context, SignInRequest request, SandboxSession session)
    {
        if (session.Token.Encryption != SandboxEncryption.None && request.App.EncryptionCertificate?.Invoke() is null)
        {
            return FailAsync(context, request, AadStsError.NoEncryptionCertificate);
        }

        var token = issuer.Describe(request, session.User, session.Token, session.AuthnInstant);
        session.Participants[request.App.EntityId] = token.AssertionId;
        return postPage.WriteAsync(context, request, TokenAssembler.FormValue(issuer.Issue(token, request.App, session.Token)));
    }

    private Task SendAttackAsync(HttpContext context, SignInRequest request, SandboxUser user, AttackCase attack)
    {
        var certificate = request.App.EncryptionCertificate?.Invoke();
        if (attack.NeedsEncryption && certificate is null)
        {
            return FailAsync(context, request, AadStsError.NoEncryptionCertificate);
        }

        var good = issuer.Describe(request, user, new(), tenant.Now);
        return postPage.WriteAttackAsync(context, request, attack, attack.Build(new(good, tenant.Keys.Active, certificate)));
    }

    private Task FailAsync(HttpContext context, SignInRequest? request, AadStsError error) =>
        request is not null && tenant.Options.PostFailures
            ? PostFailureAsync(context, request, StatusUris.Requester, SamlNames.RequestUnsupported, error)
            : page.WriteErrorAsync(context, error);

    private Task PostFailureAsync(HttpContext context, SignInRequest request, string status, string subStatus, AadStsError error)
    {
        var message = $"{error.Message} Trace ID: {Guid.NewGuid()} Timestamp: {XmlText.Instant(tenant.Now)}";
        return postPage.WriteAsync(context, request, TokenAssembler.FormValue(issuer.Fail(request, status, subStatus, message)));
    }

    private static void Redirect(HttpContext context, string location)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = location;
    }
}
