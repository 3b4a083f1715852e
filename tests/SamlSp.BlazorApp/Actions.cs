using SamlSp.AspNetCore;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.BlazorApp;

/// <summary>What a test does to the application from outside.</summary>
internal static class Actions
{
    public const string ProvisioningToken = "sandbox-secret-token-0123456789abcdef";

    public static void MapActions(this WebApplication app, MutableTimeProvider clock)
    {
        app.MapPost("/test/advance/{hours:int}", (int hours) => clock.Advance(TimeSpan.FromHours(hours)));
        app.MapPost("/test/end/{nameId}", EndAsync);
    }

    /// <summary>What "end session" in the console does.</summary>
    private static async Task<int> EndAsync(string nameId, ISessionStore sessions, ISessionDirectory directory)
    {
        var found = await sessions.ListAsync(new() { Organization = "sandbox", NameId = nameId }, default);
        return await directory.EndAsync("sandbox", [.. found.Select(s => s.Id)], "an administrator", default);
    }
}
