using Microsoft.AspNetCore.Http;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>What somebody sees who follows an owner link: what it does, and a button for each way.</summary>
internal static class OwnerLinkPages
{
    public static Task WriteAsync(
        HttpContext context,
        SamlSpOptions options,
        string token,
        string organization,
        string title,
        bool canSignIn
    )
    {
        Html form =
            $"""<form method="post" action="{context.Request.PathBase}{OwnerLinks.Path}"><input type="hidden" name="token" value="{token}">""";
        Html signIn = !canSignIn
            ? Html.Empty
            : (Html)
                $"""
                    <h2>Become an owner</h2>
                    <p>You sign in at {title} as always, and are an owner from then on.</p>
                    {form}<button type="submit" name="way" value="sign-in" autofocus>Sign in and become an owner</button></form>
                    """;
        return Page.WriteAsync(
            context,
            options,
            StatusCodes.Status200OK,
            "Owner of " + title,
            $"""
            <p>This link makes whoever follows it an owner of <strong>{title}</strong> ({organization}). It works once. Owners change how people sign in, and look after users and roles.</p>
            {signIn}
            <h2>{(canSignIn ? "If signing in does not work" : "Come in")}</h2>
            <p>{(
                canSignIn ? "You come in without signing in, for one hour" : "Nobody can sign in yet. You come in for one hour"
            )}: enough to set up or mend how people sign in. It stands in the audit trail.</p>
            {form}<button type="submit" name="way" value="enter">Come in for one hour</button></form>
            """,
            formAction: canSignIn ? Page.ToIdentityProvider : null
        );
    }

    public static Task WriteNewAsync(HttpContext context, SamlSpOptions options, string token, string? name = null, string? error = null)
    {
        Html said = error is null ? Html.Empty : (Html)$"""<p id="error" class="error" role="alert">{error}</p>""";
        Html described = error is null ? (Html)$"""aria-describedby="hint" """ : $"""aria-describedby="hint error" aria-invalid="true" """;
        return Page.WriteAsync(
            context,
            options,
            error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            "Your organization",
            $"""
            <p>Name your organization; you then come in as its owner for one hour, to set up how people sign in.</p>
            {said}
            <form method="post" action="{context.Request.PathBase}{OwnerLinks.Path}">
            <input type="hidden" name="token" value="{token}">
            <label for="name">Name of the organization</label>
            <input type="text" id="name" name="name" value="{name}" required autofocus maxlength="64" pattern="[A-Za-z0-9][A-Za-z0-9._\-]*" autocapitalize="none" spellcheck="false" autocomplete="organization" {described}>
            <p id="hint" class="hint">People type it to sign in: letters, digits, dots, hyphens and underscores, such as contoso. It stays as it is.</p>
            <button type="submit" name="way" value="enter">Create it and come in</button>
            </form>
            """
        );
    }
}
