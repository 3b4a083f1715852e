using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>The steps of a sign-in by OpenID Connect, as a browser takes them.</summary>
internal static class OpenIdBrowser
{
    public const string Start = "/Saml2/SignIn?organization=contoso&ReturnUrl=/there";

    /// <summary>From the application to the tenant's sign-in page.</summary>
    public static async Task<BrowserPage> AskAsync(this Browser browser, string start = Start)
    {
        var started = await browser.GetAsync(start);
        Assert.Equal(HttpStatusCode.Redirect, started.Status);
        return await browser.GetAsync(started.Location);
    }

    /// <summary>From the application to the address at which the tenant answers.</summary>
    public static async Task<string> AnswerAsync(
        this Browser browser,
        string user = "alice",
        string start = Start,
        params (string Name, string Value)[] fields
    )
    {
        var answer = await browser.PickAsync(await browser.AskAsync(start), user, fields);
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        return answer.Location;
    }

    /// <summary>All the way.</summary>
    public static async Task<BrowserPage> SignInAsync(
        this Browser browser,
        string user = "alice",
        string start = Start,
        params (string Name, string Value)[] fields
    ) => await browser.GetAsync(await browser.AnswerAsync(user, start, fields));

    public static async Task<JsonElement?> SessionAsync(this Browser browser)
    {
        var answer = await browser.SendAsync(new(HttpMethod.Get, "/session") { Headers = { { "Accept", "application/json" } } });
        Assert.Contains(answer.Status, new[] { HttpStatusCode.OK, HttpStatusCode.Unauthorized });
        return answer.Status == HttpStatusCode.OK ? JsonDocument.Parse(answer.Bytes).RootElement : null;
    }

    public static string Parameter(string url, string name) =>
        QueryHelpers.ParseQuery(new Uri(new(Sandbox.Host), url).Query).TryGetValue(name, out var value) ? value.ToString() : "";
}
