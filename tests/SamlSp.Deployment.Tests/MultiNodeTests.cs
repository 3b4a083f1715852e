using System.Net;
using System.Text.Json;

namespace SamlSp.Deployment.Tests;

/// <summary>Two nodes on one store share sessions.</summary>
[Collection(SystemTests.Name)]
public sealed class MultiNodeTests(RunningSystem system)
{
    private static readonly (string Account, string NameId)[] Users =
    [
        ("alice@example.com", "alice@example.com"),
        ("charlie@altostrat.com", "charlie_altostrat.com@example.com"),
        ("user@hotmail.com", "user_hotmail.com@example.com"),
    ];

    [Fact]
    public async Task Sessions_NodeKilled_AreNotLost()
    {
        var browsers = Users.Select(_ => new WebBrowser()).ToArray();
        using var underWay = new WebBrowser();
        try
        {
            for (var i = 0; i < Users.Length; i++)
            {
                await browsers[i].SignInAsync(system.Url + "/session", Users[i].Account);
                await IsSignedInAsync(browsers[i], system.Url, Users[i].NameId);

                // Each node knows every session, whichever node created it.
                await IsSignedInAsync(browsers[i], system.NodeA, Users[i].NameId);
                await IsSignedInAsync(browsers[i], system.NodeB, Users[i].NameId);
            }

            // A user is at the tenant's page while a node is killed, and comes back to the other node.
            await underWay.GoAsync(system.Url + "/session");
            await system.KillAsync("node-a");

            foreach (var round in Enumerable.Range(0, 10))
            {
                for (var i = 0; i < Users.Length; i++)
                {
                    await IsSignedInAsync(browsers[i], system.Url, Users[i].NameId);
                }
            }

            await underWay.PickAsync("alice@example.com");
            await IsSignedInAsync(underWay, system.Url, "alice@example.com");

            // One user signs out while the node is down. The node learns of it when it is back, and keeps the other sessions.
            await browsers[1].GoAsync(system.Url + "/logout");
            await system.StartAsync("node-a");
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browsers[1], system.NodeA));
            await IsSignedInAsync(browsers[0], system.NodeA, Users[0].NameId);
            await IsSignedInAsync(browsers[2], system.NodeA, Users[2].NameId);

            // A session that ends on one node ends on the other within seconds.
            await browsers[0].GoAsync(system.NodeA + "/logout");
            for (var wait = 0; wait < 50 && await StatusAsync(browsers[0], system.NodeB) == HttpStatusCode.OK; wait++)
            {
                await Task.Delay(100);
            }

            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browsers[0], system.NodeB));
        }
        finally
        {
            foreach (var browser in browsers)
            {
                browser.Dispose();
            }
        }
    }

    private static async Task IsSignedInAsync(WebBrowser browser, string server, string nameId)
    {
        using var answer = await browser.AskAsync(server + "/session");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(nameId, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("nameId").GetString());
    }

    private static async Task<HttpStatusCode> StatusAsync(WebBrowser browser, string server)
    {
        using var answer = await browser.AskAsync(server + "/session");
        return answer.StatusCode;
    }
}
