using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>What a person sees when their organization signs in more often than the operator allows.</summary>
internal static class BusyPage
{
    public static Task WriteAsync(HttpContext context, SamlSpOptions options, string reference)
    {
        context.Response.Headers.RetryAfter = "10";
        if (!Page.IsAccepted(context.Request))
        {
            return Page.WriteProblemAsync(context, 429, "Too many sign-ins at the moment.", reference: reference);
        }

        return Page.WriteAsync(
            context,
            options,
            429,
            "Too many people are signing in at the moment",
            $"""
            <p>You have done nothing wrong. Please wait a few seconds, and try again.</p>
            <p>If it lasts, give this reference number to your administrator:</p>
            <p class="reference">{reference}</p>
            <p><a class="button" href="{context.Request.PathBase + options.ModulePath}/SignIn">Try again</a></p>
            """
        );
    }
}
