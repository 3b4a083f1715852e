using Microsoft.AspNetCore.Http;

namespace SamlSp.EntraSandbox;

/// <summary>The page to pick an account for an OpenID Connect app. Collapsed: token options, and the attack lab.</summary>
internal sealed class OpenIdPages(EntraSandboxTenant tenant, Page page)
{
    public Task WriteAsync(HttpContext context, OpenIdRequest request, SandboxUser? preselected)
    {
        var first = preselected ?? tenant.Users[0];
        var users = tenant.Users.Select(user =>
            (Html)
                $"""
                    <button class="person" name="user" value="{user.Id}" {Html.If(
                        user == first,
                        $"autofocus"
                    )}>{user.SignInName} <small>{user.DisplayName} · {user.Kind}</small></button>
                    """
        );
        var attacks = OpenIdAttacks.Cases.Select(attack =>
            (Html)$"""<option value="{attack.Id}">{attack.Title} ({attack.ExpectedCode})</option>"""
        );
        return page.WriteAsync(
            context,
            StatusCodes.Status200OK,
            "Pick an account",
            $"""
            <p>to sign in to <strong>{request.Client.Title}</strong>.{Html.If(
                request.Prompt == "login" || request.MaxAge is not null,
                $" The app asks you to sign in again."
            )}</p>
            <form method="post" action="{page.Root(context)}/{tenant.Options.TenantId}/oauth2/v2.0/login">
            <input type="hidden" name="request" value="{request.Query}">
            <div class="people">
            {users}
            </div>
            <details>
            <summary>Token options</summary>
            <fieldset>
            <legend>Optional claims</legend>
            {Check("auth_time", "auth_time: when the user authenticated", on: true)}
            {Check("groups", "groups", on: true)}
            {Check("overage", "Too many groups: send a link instead", on: false)}
            {Check("upn", "upn (for guests the local one)", on: false)}
            {Check("acct", "acct (0 member, 1 guest)", on: false)}
            {Check("mfa", "Multi-factor authentication (amr)", on: false)}
            {Check("passkey", "Passkey (amr): phishing-resistant", on: false)}
            {Html.If(request.Contexts.Count > 0, Check("acrs", "The authentication context that the app asks for (acrs)", on: true))}
            </fieldset>
            <label>Minutes since the user authenticated
            <input type="number" name="age" value="{(int)
                tenant.Options.Token.AuthnAge.TotalMinutes}" min="0" max="525600" step="1" inputmode="numeric">
            </label>
            </details>
            <details>
            <summary>Attack lab</summary>
            <label>Attack
            <select name="attack">
            <option value="" selected>None: a valid token</option>
            {attacks}
            </select>
            </label>
            <p class="hint">The code that the app should log is in brackets.</p>
            </details>
            </form>
            """,
            formTarget: request.RedirectUri
        );
    }

    /// <summary>Says that the user is signed out, with a frame for each app that has to know.</summary>
    /// <param name="context">The request.</param>
    /// <param name="frames">The frames.</param>
    /// <param name="answer">Where the app that asked is told; null for nowhere.</param>
    public Task WriteSignedOutAsync(HttpContext context, IReadOnlyList<(SandboxClient Client, string Url)> frames, string? answer) =>
        page.WriteAsync(
            context,
            StatusCodes.Status200OK,
            "You signed out of your account",
            $"""
            {Html.If(frames.Count == 0, $"<p>It’s a good idea to close all browser windows.</p>")}
            {Html.If(frames.Count > 0, $"<p>Your session at these apps is being ended:</p>{frames.Select(Frame)}")}
            {Html.If(answer is not null, $"<p><a class=\"button\" href=\"{answer}\" data-follow>Back to the app</a></p>")}
            """,
            frameTargets: frames.Select(frame => frame.Url)
        );

    public static Html Frame((SandboxClient Client, string Url) frame) =>
        $"""<iframe title="{frame.Client.Title}" src="{frame.Url}"></iframe>""";

    private static Html Check(string name, string label, bool on) =>
        $"""<label><input type="checkbox" name="{name}" value="true" {Html.If(on, $"checked")}>{label}</label>""";
}
