using SamlSp.Testing;

namespace SamlSp.Deployment.Tests;

/// <summary>docker-compose.yml as Docker Compose reads it. Nothing is started: that needs Docker itself.</summary>
public sealed class ComposeTests
{
    private const string Password = "deploy/secrets/postgres-password";

    [ComposeFact]
    public async Task ComposeFile_Services_AreTwoNodesDatabaseAndProxy()
    {
        var services = await ComposeAsync([], "config", "--services");
        Assert.Equal(["nginx", "node-a", "node-b", "postgres"], Lines(services));
        var resolved = await ComposeAsync([], "config");
        Assert.Equal(3, Count(resolved, "read_only: true"));
        Assert.Equal(3, Count(resolved, "no-new-privileges:true"));
        Assert.Contains("ASPNETCORE_ENVIRONMENT: Production", resolved, StringComparison.Ordinal);
        Assert.DoesNotContain("Development", resolved, StringComparison.Ordinal);
    }

    [ComposeFact]
    public async Task ComposeSandbox_AddedFile_RunsInDevelopmentOnly()
    {
        string[] files = ["-f", "docker-compose.yml", "-f", "deploy/compose.sandbox.yml"];
        Assert.Equal(["nginx", "node-a", "node-b", "postgres", "sandbox"], Lines(await ComposeAsync(files, "config", "--services")));
        var resolved = await ComposeAsync(files, "config");
        Assert.DoesNotContain("ASPNETCORE_ENVIRONMENT: Production", resolved, StringComparison.Ordinal);
        Assert.Equal(1, Count(resolved, "SamlSp__Sandbox__Enabled"));
    }

    [ComposeFact]
    public async Task ComposeFiles_Secrets_AreNotContained()
    {
        foreach (
            var file in new[]
            {
                "docker-compose.yml",
                "deploy/compose.sandbox.yml",
                "Dockerfile",
                "deploy/samlsp.json",
                "deploy/sandbox/samlsp.json",
            }
        )
        {
            var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, file));
            Assert.DoesNotContain("Password=", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("POSTGRES_PASSWORD:", text, StringComparison.Ordinal);
        }

        Assert.Contains(Password, await ComposeAsync([], "config"), StringComparison.Ordinal);
        Assert.True((await Script.TryAsync("git", ["check-ignore", "-q", Password], folder: Repository.Root)).ExitCode == 0);
    }

    private static string[] Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static Task<string> ComposeAsync(string[] files, params string[] command)
    {
        string[] arguments = [.. files, .. command];
        return Script.Has("docker-compose")
            ? Script.RunAsync("docker-compose", arguments, folder: Repository.Root)
            : Script.RunAsync("docker", ["compose", .. arguments], folder: Repository.Root);
    }
}
