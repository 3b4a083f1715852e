using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Server;

/// <summary>Tells the operator, on the screen and in no log, how the first owner of each organization comes in.</summary>
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
                await System.Console.Out.WriteLineAsync(
                    $"\n{(organization is null ? "There is no organization yet. Make the first one" : $"{organization} has no owner yet. Become its owner")} with this link, within 5 minutes (afterwards: samlsp owner-link):\n{url}\n"
                );
            }
        }
        catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
        {
            // The store's own line says so; samlsp owner-link makes a link later.
        }
    }
}
