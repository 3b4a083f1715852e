using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>The page for a user who is signed in but has no permission.</summary>
internal static class ForbiddenPage
{
    public static Task WriteAsync(SamlSpContext sp)
    {
        if (Page.IsWanted(sp.Request))
        {
            return Page.WriteAsync(
                sp,
                403,
                "You may not open this page",
                $"""
                <p>You are signed in, but this page is for users with other rights. If you need it, ask your administrator.</p>
                <p><a class="button" href="{sp.Request.PathBase}/">Go to the start page</a></p>
                """
            );
        }

        return Page.WriteProblemAsync(sp.Http, 403);
    }
}
