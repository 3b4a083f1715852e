using Microsoft.AspNetCore.Http;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>The pages of an owner link: what it does, with a button for each way to use it, and why it could not be used.</summary>
internal static class OwnerLinkPages
{
    /// <summary>The page of a link to an organization that exists.</summary>
    public static Task WriteAsync(SamlSpContext sp, string token, OwnerLinkToken link, string title, bool canSignIn)
    {
        var form = Form(sp.Http, token);
        Html signIn = $"""
            <h2>Become an owner</h2>
            <p>Sign in at {title} as usual. You are then an owner permanently.</p>
            {form}<button type="submit" name="way" value="sign-in" autofocus>Sign in and become an owner</button></form>
            """;
        var (heading, reason) = canSignIn
            ? ("If you cannot sign in", "You get owner access for one hour without signing in.")
            : ("Owner access for one hour", "Nobody can sign in yet. You get owner access for one hour without signing in.");
        return Page.WriteAsync(
            sp,
            StatusCodes.Status200OK,
            "Owner of " + title,
            $"""
            <p>This link makes you an owner of <strong>{title}</strong> ({link.Subject}). It works once, until
            {DisplayText.Instant(link.ExpiresAt)}.
            Owners change the sign-in settings and manage users and roles.</p>
            {Html.If(canSignIn, signIn)}
            <h2>{heading}</h2>
            <p>{reason} That is enough to set up or repair the sign-in settings. The audit trail records it.</p>
            {form}<button type="submit" name="way" value="enter">Continue for one hour</button></form>
            """,
            formAction: canSignIn ? Page.Onward(sp.Options) : null
        );
    }

    /// <summary>The page of a link that creates an organization: it asks for the name, and shows the short name made of it.</summary>
    public static Task WriteNewAsync(
        SamlSpContext sp,
        string token,
        DateTimeOffset expiresAt,
        string? name = null,
        string? address = null,
        string? error = null
    )
    {
        Html message = $"""<p id="error" class="error" role="alert">{error}</p>""";
        Html described = error is null ? (Html)$"""aria-describedby="hint" """ : $"""aria-describedby="hint error" aria-invalid="true" """;
        Html askAddress = $"""
            <label for="address">Short name</label>
            <input type="text" id="address" name="address" value="{address}" required autofocus maxlength="64"
             pattern="[A-Za-z0-9][A-Za-z0-9._\-]*" autocapitalize="none" spellcheck="false" autocomplete="off" {described}>
            <p id="hint" class="hint">It was made of the name. Users type it to sign in, and addresses contain it:
            {sp.Options.BaseUrl}{sp.Options.ModulePath}/SignIn?organization={address}. Change it now if you wish: later you cannot.</p>
            """;
        Html askName = address is null
            ? (Html)
                $"""
                    <label for="name">Name of the organization</label>
                    <input type="text" id="name" name="name" value="{name}" required autofocus
                     maxlength="{OrganizationDisplayName.MaxLength}"
                     spellcheck="false" autocomplete="organization" {described}>
                    <p id="hint" class="hint">As people write it, for example Müller &amp; Söhne GmbH. You can change it later. Users type a
                    short name to sign in, which stays: it is made of this name, or is the same if that has letters and digits only.</p>
                    """
            : $"""
                <label for="name">Name of the organization</label>
                <input type="text" id="name" name="name" value="{name}" required spellcheck="false"
                 maxlength="{OrganizationDisplayName.MaxLength}"
                 autocomplete="organization">
                """;
        return Page.WriteAsync(
            sp,
            error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            "Your organization",
            $"""
            <p>Name your organization. You are then its owner for one hour, to set up how its users sign in. This link works once, until
            {DisplayText.Instant(expiresAt)}.</p>
            {Html.If(error is not null, message)}
            {Form(sp.Http, token)}
            {askName}
            {Html.If(address is not null, askAddress)}
            <button type="submit" name="way" value="enter">{(address is null ? "Continue" : "Create the organization")}</button>
            </form>
            """
        );
    }

    /// <summary>The page of a link that cannot be used: what is wrong with it, and how to get another one.</summary>
    public static Task WriteRefusedAsync(SamlSpContext sp, OwnerLinkProblem problem, string reference)
    {
        var (title, explanation) = problem switch
        {
            OwnerLinkProblem.Expired => (
                "This owner link has expired",
                "An owner link works for the time that the operator chose when creating it, 7 days at most."
            ),
            OwnerLinkProblem.Used => (
                "This owner link was already used",
                "An owner link works once. If you used it yourself, open /console, or sign in. If you did not, tell the operator of this"
                    + " server: the audit trail shows when it was used."
            ),
            OwnerLinkProblem.SignInIncomplete => (
                "You did not become an owner",
                "You have 15 minutes to sign in after you open an owner link, in the same browser and at the same organization."
            ),
            _ => ("This owner link is not valid", "It is incomplete, or it was created for another server or with another key pair."),
        };
        const string Advice = "Ask the operator of this server for a new link. The command “samlsp owner-link” creates one.";
        return Page.IsAccepted(sp.Request)
            ? Page.WriteAsync(
                sp,
                StatusCodes.Status403Forbidden,
                title,
                $"""
                <p>{explanation} Nothing was changed.</p>
                <p>{Advice}</p>
                <p>The server's log has the reason under this reference number:</p>
                <p class="reference">{reference}</p>
                """
            )
            : Page.WriteProblemAsync(sp.Http, StatusCodes.Status403Forbidden, title + ".", explanation + " " + Advice, reference);
    }

    private static Html Form(HttpContext context, string token) =>
        $"""
            <form method="post" action="{context.Request.PathBase + OwnerLinks.Path}"><input type="hidden" name="token" value="{token}">
            """;
}
