using Microsoft.Playwright;
using SamlSp.Testing;

namespace SamlSp.Browser.Tests;

/// <summary>The server below a path of a host that has other applications as well.</summary>
public sealed class BasePathTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Server_BelowAPath_SignsInAndOutAndShowsItsConsole()
    {
        var port = LoopbackPort.Free();
        var root = $"http://localhost:{port}/portal";
        await using var server = await ServerProcess.StartAsync(
            new() { ["Sandbox"] = new { Enabled = true } },
            environment: "Development",
            host: "localhost",
            port: port,
            publicUrl: root
        );
        var page = await chromium.WindowAsync();
        var outside = new List<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(root, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                outside.Add(request.Url);
            }
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                outside.Add($"{response.Status} {response.Url}");
            }
        };

        await page.GotoAsync(root);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in at Contoso (sandbox)" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "alice@example.com" }).ClickAsync();
        await page.WaitForURLAsync(root + "/");
        await page.GotoAsync(root + "/console");
        foreach (var name in new[] { "Users", "Org units", "Sessions", "Audit" })
        {
            await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).First.ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            Assert.StartsWith(root + "/console", page.Url, StringComparison.Ordinal);
        }

        await page.GotoAsync(root);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You are signed out");
        Assert.Empty(outside);
        var cookies = await page.Context.CookiesAsync();
        Assert.All(
            cookies.Where(cookie => cookie.Name.StartsWith("SamlSp", StringComparison.Ordinal)),
            c => Assert.Equal("/portal", c.Path)
        );
    }
}
