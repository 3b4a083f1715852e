using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>What a person sees when a store is down: nobody is let in, and it is not their fault.</summary>
internal static class UnavailablePage
{
    public static Task WriteAsync(HttpContext context, SamlSpOptions options, string reference)
    {
        context.Response.Headers.RetryAfter = "10";
        if (!Page.IsAccepted(context.Request))
        {
            return Page.WriteProblemAsync(context, 503, "Sign-in is not available at the moment.", reference: reference);
        }

        return Page.WriteAsync(
            context,
            options,
            503,
            "Sign-in is not available at the moment",
            $"""
            <p>This is a fault on our side, not yours. Please try again in a minute.</p>
            <p>If it lasts, give this reference number to your administrator:</p>
            <p class="reference">{reference}</p>
            <p><a class="button" href="{context.Request.PathBase + options.ModulePath}/SignIn">Try again</a></p>
            """
        );
    }
}
