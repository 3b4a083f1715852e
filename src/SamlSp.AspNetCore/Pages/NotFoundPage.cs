using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>The answer for an address at which there is nothing.</summary>
internal static class NotFoundPage
{
    public static Task WriteAsync(SamlSpContext sp) =>
        Page.IsWanted(sp.Request)
            ? Page.WriteAsync(
                sp,
                StatusCodes.Status404NotFound,
                "There is no such page",
                $"""
                <p>The address is wrong, or what was here is gone.</p>
                <p><a class="button" href="{sp.Address.StartPage}">Start page</a></p>
                """
            )
            : Page.WriteProblemAsync(sp.Http, StatusCodes.Status404NotFound);
}
