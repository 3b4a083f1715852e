using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Console.Tests;

/// <summary>Microsoft Graph in the form of the connection: tried, saved, and its secret never shown.</summary>
public sealed class GraphConnectionTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    [Fact]
    public async Task Connection_WithGraph_KeepsTheSecretUntilGraphIsLeftOut()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        await SaveAsync(owner, ("Draft.GraphClientId", "reader"), ("Draft.GraphClientSecret", "graph s3cret"));
        var entry = await FindAsync();
        Assert.Equal(
            ("reader", null, true),
            (entry.Settings.Connection.Graph!.ClientId, entry.Settings.Connection.Graph.ClientSecret, entry.HasGraphClientSecret)
        );
        Assert.False(entry.HasClientSecret);

        // Whatever is saved afterwards keeps it, and no page has it.
        await SaveAsync(owner, ("Draft.GraphClientId", "reader"), ("Draft.GraphClientSecret", ""), ("Draft.GraphKeepsRoles", "true"));
        entry = await FindAsync();
        Assert.Equal((GraphFailure.KeepRoles, true), (entry.Settings.Connection.Graph!.OnFailure, entry.HasGraphClientSecret));
        foreach (var path in new[] { "/console/settings/connection?protocol=saml", "/console/settings", "/console/history" })
        {
            var page = await owner.PageAsync(path);
            Assert.DoesNotContain("s3cret", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        }

        await SaveAsync(owner, ("Draft.GraphClientId", ""));
        entry = await FindAsync();
        Assert.Equal((null, false), (entry.Settings.Connection.Graph, entry.HasGraphClientSecret));
    }

    [Fact]
    public async Task Connection_GraphWithoutASecret_IsRefusedWithAReason()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        using var answer = await TestAsync(owner, ("Draft.GraphClientId", "reader"));
        Assert.Contains("Microsoft Graph: client secret: is required", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task SaveAsync(ConsoleBrowser owner, params (string Name, string Value)[] fields)
    {
        using var started = await TestAsync(owner, fields);
        var answer = await owner.AnswerAsync(
            await owner.GetAsync(started.Headers.Location!.ToString()),
            idp => ConsoleApp.OfWoodgrove(idp, ConsoleRoles.Owner)
        );
        await owner.PressAsync(await owner.PageAsync(answer.Headers.Location!.ToString()), "Save this connection");
    }

    private static async Task<HttpResponseMessage> TestAsync(ConsoleBrowser owner, params (string Name, string Value)[] fields)
    {
        var page = await owner.PageAsync("/console/settings/connection?protocol=saml");
        var form = (IHtmlFormElement)page.QuerySelector("main form")!;
        var content = new MultipartFormDataContent();
        foreach (var name in new[] { "__RequestVerificationToken", "Draft.Revision", "Draft.Metadata" })
        {
            content.Add(new StringContent(((IHtmlInputElement)form.QuerySelector($"input[name='{name}']")!).Value), name);
        }

        foreach (var (name, value) in fields)
        {
            content.Add(new StringContent(value), name);
        }

        return await owner.SendAsync(new(HttpMethod.Post, form.GetAttribute("action")) { Content = content });
    }

    private async Task<OrganizationEntry> FindAsync() =>
        (await app.Services.GetRequiredService<IOrganizationDirectory>().FindAsync("woodgrove", default))!;
}
