using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace SamlSp.EntraSandbox;

/// <summary>Single logout, started by an app or here. Every other app of the session gets a LogoutRequest in its own frame.</summary>
internal sealed class SignOutEndpoint(
    EntraSandboxTenant tenant,
    SandboxSessions sessions,
    LogoutMessages messages,
    OpenIdLogout openId,
    Page page
)
{
    /// <summary>
    /// Handles a LogoutRequest. As at Entra, neither its signature nor its NameID is checked: the session of the browser ends.
    /// </summary>
    public Task HandleRequestAsync(HttpContext context, XElement message, string? relayState)
    {
        var id = message.Attribute("ID")?.Value;
        if (!MessageElement.IsId(id))
        {
            return page.WriteErrorAsync(context, AadStsError.InvalidId(id));
        }

        var issuer = message.Element(MessageElement.Assertion + "Issuer")?.Value;
        if (tenant.FindApp(issuer) is not { } app)
        {
            return page.WriteErrorAsync(context, AadStsError.UnknownApp(issuer));
        }

        if (message.Element(MessageElement.Assertion + "NameID") is not { Value.Length: > 0 })
        {
            return page.WriteErrorAsync(context, AadStsError.LogoutWithoutNameId);
        }

        var session = sessions.End(context);
        if (app.LogoutUrl is null)
        {
            return WriteSignedOutAsync(context, session, app, null);
        }

        var answer = messages.ResponseUrl(app, id!, relayState);
        if (Others(session, app).Count > 0 || session?.Clients.IsEmpty == false)
        {
            return WriteSignedOutAsync(context, session, app, answer);
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect(answer);
        return Task.CompletedTask;
    }

    /// <summary>Handles the LogoutResponse of an app, usually in a frame.</summary>
    public Task HandleResponseAsync(HttpContext context, XElement message)
    {
        var app = tenant.FindApp(message.Element(MessageElement.Assertion + "Issuer")?.Value);
        var status = message
            .Element(MessageElement.Protocol + "Status")
            ?.Element(MessageElement.Protocol + "StatusCode")
            ?.Attribute("Value")
            ?.Value;
        var succeeded = status == Protocol.StatusUris.Success;
        return page.WriteAsync(
            context,
            StatusCodes.Status200OK,
            succeeded ? "Signed out" : "Not signed out",
            $"""
            <p>{app?.Title ?? "The app"} {(succeeded ? "has ended its session" : "could not end its session")}.</p>
            """,
            framedByUs: true
        );
    }

    public Task AskAsync(HttpContext context) =>
        page.WriteAsync(
            context,
            StatusCodes.Status200OK,
            "Sign out",
            sessions.Find(context) is { } session
                ? (Html)
                    $"""
                    <p>You are signed in as <strong>{session.User.SignInName}</strong>{Html.If(
                        !session.Participants.IsEmpty || !session.Clients.IsEmpty,
                        $", also to {string.Join(", ", Titles(session))}"
                    )}.</p>
                    <form method="post"><p><button autofocus>Sign out everywhere</button></p></form>
                    """
                : (Html)$"""<p>You are not signed in. <a href="{page.Root(context)}/myapps">My Apps</a></p>"""
        );

    public Task SignOutAsync(HttpContext context) => WriteSignedOutAsync(context, sessions.End(context), null, null);

    private async Task WriteSignedOutAsync(HttpContext context, SandboxSession? session, SandboxServiceProvider? initiator, string? answer)
    {
        await openId.SendAsync(session, initiator: null, context.RequestAborted);
        var others = Others(session, initiator);
        var clients = openId.Frames(session, initiator: null);
        var frames = others.Select(other =>
            (Html)
                $"""<iframe title="{other.App.Title}" src="{messages.RequestUrl(other.App, session!.User, other.SessionIndex)}"></iframe>"""
        );
        var isAlone = others.Count == 0 && clients.Count == 0;
        await page.WriteAsync(
            context,
            StatusCodes.Status200OK,
            "You signed out of your account",
            $"""
            {Html.If(isAlone, $"<p>It’s a good idea to close all browser windows.</p>")}
            {Html.If(!isAlone, $"<p>Your session at these apps is being ended:</p>{frames}{clients.Select(OpenIdPages.Frame)}")}
            {Html.If(answer is not null, $"<p><a class=\"button\" href=\"{answer}\" data-follow>Back to {initiator?.Title}</a></p>")}
            {Html.If(answer is null, $"<p><a href=\"{page.Root(context)}/myapps\">My Apps</a></p>")}
            """,
            frameTargets: others.Select(o => o.App.LogoutUrl!).Concat(clients.Select(client => client.Url))
        );
    }

    private IEnumerable<string> Titles(SandboxSession session) =>
        session.Participants.Keys.Select(id => tenant.FindApp(id)!.Title).Concat(session.Clients.Values.Select(client => client.Title));

    private List<(SandboxServiceProvider App, string SessionIndex)> Others(SandboxSession? session, SandboxServiceProvider? initiator) =>
        session is null
            ? []
            :
            [
                .. tenant
                    .Options.ServiceProviders.Where(app =>
                        app != initiator && app.LogoutUrl is not null && session.Participants.ContainsKey(app.EntityId)
                    )
                    .Select(app => (app, session.Participants[app.EntityId])),
            ];
}
