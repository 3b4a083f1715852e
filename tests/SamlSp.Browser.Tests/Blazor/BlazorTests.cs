using System.Diagnostics;
using Microsoft.Playwright;
using SamlSp.Testing;
using Xunit.Abstractions;

namespace SamlSp.Browser.Tests;

/// <summary>A Blazor Server circuit ends with its session: the page is loaded again, and who blocks that gets nothing more.</summary>
public sealed class BlazorTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>, IDisposable
{
    private const string Guest = "charlie@altostrat.com";

    /// <summary>
    /// The server ends a circuit within two seconds (<c>OpenConnectionTests</c>). The rest is for a browser on a machine with other work.
    /// </summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp-blazor").FullName;

    public static TheoryData<SessionEnding, int> Endings()
    {
        var endings = new TheoryData<SessionEnding, int>();
        foreach (var ending in Enum.GetValues<SessionEnding>())
        {
            endings.Add(ending, 1);
            endings.Add(ending, 2);
        }

        return endings;
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task Circuit_SessionEnds_IsLoadedAgainBesideOneThatStays(SessionEnding ending, int nodes)
    {
        await using var acting = await BlazorNode.StartAsync(_folder);
        await using var other = nodes > 1 ? await BlazorNode.StartAsync(_folder, acting.Url) : null;
        var serving = other ?? acting;
        var guest = await SignInAsync(acting, serving, Guest, "/counter");
        var member = await SignInAsync(acting, serving, "alice@example.com", "/counter");
        await AddAsync(guest, 1);
        await AddAsync(member, 1);
        var reload = guest.WaitForRequestAsync(serving.Url + "/counter", new() { Timeout = 30_000 });

        await EndAsync(acting, serving, ending, guest);
        var since = Stopwatch.StartNew();
        await reload;
        output.WriteLine($"{ending}, {nodes} node(s): loaded again after {since.ElapsedMilliseconds} ms");
        Assert.InRange(since.Elapsed, TimeSpan.Zero, Limit);

        await AddAsync(member, 2);
        if (ending is SessionEnding.Time)
        {
            await Assertions.Expect(guest.GetByText("The app asks you to sign in again.")).ToBeVisibleAsync();
        }
    }

    /// <summary>As a client that someone has changed. The script of Blazor then connects again, and gets a circuit of nobody.</summary>
    [Fact]
    public async Task Circuit_ClientDoesNotReload_LosesItsUserAndItsState()
    {
        await using var node = await BlazorNode.StartAsync(_folder);
        var guest = await SignInAsync(node, node, Guest, "/ticker");
        await AddAsync(guest, 1);
        await guest.EvaluateAsync("() => Blazor._internal.navigationManager.refresh = () => {}");

        await node.ActAsync("advance/8");

        await Assertions.Expect(guest.GetByText("Anonymous")).ToBeVisibleAsync();
        await Assertions.Expect(guest.Locator("#count")).ToHaveTextAsync("0");
        Assert.Contains("The session of the circuit has ended.", node.Output, StringComparison.Ordinal);
    }

    private async Task<IPage> SignInAsync(BlazorNode acting, BlazorNode serving, string account, string path)
    {
        var page = await chromium.WindowAsync();
        await page.GotoAsync(acting.Url + "/Saml2/SignIn?organization=sandbox&ReturnUrl=/session");
        await page.GetByRole(AriaRole.Button, new() { Name = account }).ClickAsync();
        await page.WaitForURLAsync(acting.Url + "/session");
        await page.GotoAsync(serving.Url + path);
        return page;
    }

    /// <summary>Clicks until the circuit answers: at first the page is not interactive yet.</summary>
    private static async Task AddAsync(IPage page, int expected)
    {
        for (var attempt = 0; await page.InnerTextAsync("#count") != $"{expected}"; attempt++)
        {
            Assert.True(attempt < 100, "The circuit does not answer.");
            await page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
            for (var i = 0; i < 10 && await page.InnerTextAsync("#count") != $"{expected}"; i++)
            {
                await Task.Delay(50);
            }
        }
    }

    private static async Task EndAsync(BlazorNode acting, BlazorNode serving, SessionEnding ending, IPage guest)
    {
        switch (ending)
        {
            case SessionEnding.Time:
                await serving.ActAsync("advance/8");
                if (acting != serving)
                {
                    await acting.ActAsync("advance/8");
                }

                break;
            case SessionEnding.Console:
                await acting.ActAsync("end/" + Guest);
                break;
            case SessionEnding.Provisioning:
                await TestProvisioning.DeactivateAsync(acting.Url, "sandbox", "sandbox-secret-token-0123456789abcdef", "charlie");
                break;
            default:
                var tab = await guest.Context.NewPageAsync();
                await tab.GotoAsync(acting.Url + "/sandbox/contoso.onmicrosoft.com/signout");
                await tab.GetByRole(AriaRole.Button).ClickAsync();
                break;
        }
    }
}
