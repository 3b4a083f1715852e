using System.Diagnostics;
using System.Net;
using SamlSp.Testing;
using Xunit.Abstractions;

namespace SamlSp.Server.Tests;

/// <summary>
/// What two nodes on one PostgreSQL promise: one service, whichever of them answers, and whatever happens to one of them or to the
/// database.
/// </summary>
public sealed class TwoNodesTests(TwoNodes nodes, ITestOutputHelper output) : IClassFixture<TwoNodes>
{
    private const int Users = 40;

    [PostgreSqlFact]
    public async Task Session_SignInAndOutOnOneNode_TakesEffectOnTheOther()
    {
        for (var round = 0; round < 5; round++)
        {
            using var browser = new NodeBrowser();
            Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync(nodes.A, nodes.NewUser())).Status);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(nodes.A)).Status);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(nodes.B)).Status);

            // A copy of the cookie that signing out at A cannot clear.
            using var copy = browser.Copy(nodes.PublicUrl);
            Assert.Equal(HttpStatusCode.OK, (await copy.GetAsync(nodes.B)).Status);
            await browser.GetAsync(nodes.A, "/logout");
            var took = await Eventually.HoldsAsync(
                async () => (await copy.GetAsync(nodes.B)).Status == HttpStatusCode.Unauthorized,
                TimeSpan.FromSeconds(2),
                "the end of the session at the other node"
            );
            output.WriteLine($"signed out at A, out at B after {took.TotalMilliseconds:0} ms");
        }
    }

    [PostgreSqlFact]
    public async Task Response_PostedToBothNodesInParallel_IsAcceptedOnce()
    {
        for (var round = 0; round < 3; round++)
        {
            var response = nodes.NewUser();
            var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, 64)
                    .Select(i =>
                        Task.Run(async () =>
                        {
                            using var browser = new NodeBrowser();
                            return (await browser.SignInAsync(i % 2 == 0 ? nodes.A : nodes.B, response)).Status;
                        })
                    )
            );
            Assert.Single(answers, HttpStatusCode.SeeOther);
            Assert.Equal(63, answers.Count(status => status == HttpStatusCode.Forbidden));
        }
    }

    [PostgreSqlFact]
    public async Task User_DisabledAtTheTenant_IsOutOnBothNodesAndTheUserBesideStays()
    {
        using var disabled = new NodeBrowser();
        using var beside = new NodeBrowser();
        Assert.Equal(HttpStatusCode.SeeOther, (await disabled.SignInAsync(nodes.A, nodes.User(900_001))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await beside.SignInAsync(nodes.B, nodes.User(900_002))).Status);
        foreach (var node in new[] { nodes.A, nodes.B })
        {
            Assert.Equal(HttpStatusCode.OK, (await disabled.GetAsync(node)).Status);
        }

        nodes.Tenant.SetEnabled("user900001", isEnabled: false);
        foreach (var node in new[] { nodes.A, nodes.B })
        {
            var took = await Eventually.HoldsAsync(
                async () => (await disabled.GetAsync(node)).Status == HttpStatusCode.Unauthorized,
                TwoNodes.PollInterval + TimeSpan.FromSeconds(25),
                "the end of the session of a disabled user"
            );
            output.WriteLine($"disabled at the tenant, out after {took.TotalSeconds:0.0} s");
            Assert.Equal(HttpStatusCode.OK, (await beside.GetAsync(node)).Status);
        }

        // One of the nodes reads for both.
        Assert.Equal(1, (nodes.A.Output + nodes.B.Output).Split("session(s) of contoso: AccountDisabled").Length - 1);
    }

    [PostgreSqlFact]
    public async Task Sessions_NodeKilledUnderLoad_AreNotLost()
    {
        using var load = new Load(nodes);
        await load.WaitForAsync(Users);
        nodes.A.Kill();
        await load.WaitForAsync(2 * Users);
        await load.StopAsync();
        await AssertNothingWasLostAsync(load, nodes.B);
        await nodes.StartAsync(0);
        await AssertNothingWasLostAsync(load, nodes.A);
        output.WriteLine($"{load.SignedIn.Count} signed in, {load.Refused} attempts met a dead node");
    }

    [PostgreSqlFact]
    public async Task Service_DatabaseRestartedUnderLoad_IsBackWithinTenSecondsWithoutLoss()
    {
        using var load = new Load(nodes);
        await load.WaitForAsync(Users);
        await nodes.Database.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(1));
        await nodes.Database.StartAsync();
        var since = Stopwatch.StartNew();
        foreach (var node in new[] { nodes.A, nodes.B })
        {
            await Eventually.HoldsAsync(
                async () =>
                {
                    using var browser = new NodeBrowser();
                    return (await browser.SignInAsync(node, nodes.NewUser())).Status == HttpStatusCode.SeeOther
                        && (await browser.GetAsync(node, "/healthz/ready")).Status == HttpStatusCode.OK;
                },
                TimeSpan.FromSeconds(10) - since.Elapsed,
                "signing in after the restart"
            );
        }

        output.WriteLine($"back after {since.Elapsed.TotalSeconds:0.0} s");
        await load.WaitForAsync(load.SignedIn.Count + Users);
        await load.StopAsync();
        Assert.Empty(load.ToldTooMuch);
        await AssertNothingWasLostAsync(load, nodes.A);
        await AssertNothingWasLostAsync(load, nodes.B);
        Assert.DoesNotContain("Unhandled exception", nodes.A.Output + nodes.B.Output, StringComparison.Ordinal);
        output.WriteLine($"{load.SignedIn.Count} signed in, {load.Refused} attempts were told to come again");
    }

    private static async Task AssertNothingWasLostAsync(Load load, ServerProcess node)
    {
        foreach (var browser in load.SignedIn)
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(node)).Status);
        }
    }
}
