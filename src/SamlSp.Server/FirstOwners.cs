using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Server;

/// <summary>Shows the operator the links for the first owner of each organization: on the screen, and never in the log.</summary>
internal static class FirstOwners
{
    /// <summary>Prints the links once the server listens.</summary>
    public static void PrintOwnerLinks(this WebApplication app) => app.Lifetime.ApplicationStarted.Register(() => _ = PrintAsync(app));

    private static async Task PrintAsync(WebApplication app)
    {
        try
        {
            foreach (
                var (organization, url) in await app
                    .Services.GetRequiredService<OwnerLinks>()
                    .CreateForFirstOwnersAsync(app.Lifetime.ApplicationStopping)
            )
            {
                var action = organization is null
                    ? "There is no organization yet. Create the first one"
                    : $"{organization} has no owner yet. Become its owner";
                await System.Console.Out.WriteLineAsync(
                    $"\n{action} with this link, once, within 24 hours (afterwards: samlsp owner-link):\n{url}\n"
                );
            }
        }
        catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
        {
            // The store has logged it. samlsp owner-link creates a link later.
        }
    }
}
