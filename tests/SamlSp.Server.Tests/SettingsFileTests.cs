using System.Text.Json;
using System.Text.Json.Nodes;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

/// <summary>A settings file that changes while the server runs.</summary>
public sealed class SettingsFileTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task SettingsFile_ChangedWhileTheServerRuns_IsTakenOverOrRefusedAsAWhole()
    {
        await using var server = await ServerProcess.StartAsync(
            new() { ["Sandbox"] = new { Enabled = true } },
            environment: "Development",
            host: "localhost"
        );
        var file = Path.Combine(server.Folder, "samlsp.json");
        var text = await File.ReadAllTextAsync(file);

        await File.WriteAllTextAsync(file, With(text, "ClockSkew", "00:00:45"));
        await SeesAsync(server, "The settings in use have changed: SamlSp:ClockSkew");

        await File.WriteAllTextAsync(file, "{ \"SamlSp\": {");
        await SeesAsync(server, "All settings stay as they were: samlsp.json: ");

        await File.WriteAllTextAsync(file, With(text, "ModulePath", "/sso"));
        await SeesAsync(server, "take effect at the next start: SamlSp:ModulePath");
        using var client = new HttpClient();
        using var metadata = await client.GetAsync(new Uri(server.BaseUrl + "/Saml2"));
        Assert.True(metadata.IsSuccessStatusCode);
    }

    private static string With(string settings, string key, string value)
    {
        var json = JsonNode.Parse(settings)!;
        json["SamlSp"]![key] = value;
        return json.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private static async Task SeesAsync(ServerProcess server, string text)
    {
        var until = DateTime.UtcNow + Patience;
        while (!server.Output.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(DateTime.UtcNow < until, $"The log does not have: {text}\n{server.Output}");
            await Task.Delay(100);
        }
    }
}
