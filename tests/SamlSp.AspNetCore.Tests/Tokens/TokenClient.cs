using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests.Tokens;

/// <summary>A program that asks for tokens, and the user at the browser who allows it.</summary>
internal sealed partial class TokenClient(TestApp app)
{
    public const string RedirectUri = "http://127.0.0.1:49152/callback";
    public const string ClientId = "test client";
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    public TestBrowser Browser { get; } = app.Browser();

    public static Dictionary<string, string?> Parameters(params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = ClientId,
            ["redirect_uri"] = RedirectUri,
            ["state"] = "s t&=a",
            ["code_challenge"] = Challenge(Verifier),
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return parameters.Where(p => p.Value is not null).ToDictionary();
    }

    public static string Challenge(string verifier) => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    public Task<HttpResponseMessage> AskAsync(params (string Name, string? Value)[] changes) =>
        Browser.GetAsync(QueryHelpers.AddQueryString("/session/authorize", Parameters(changes)));

    /// <summary>The one-time value of the consent page.</summary>
    public async Task<string> TicketAsync(params (string Name, string? Value)[] changes)
    {
        var page = await AskAsync(changes);
        var html = await page.Content.ReadAsStringAsync();
        Assert.True(page.StatusCode == HttpStatusCode.OK, html);
        return TicketPattern().Match(html).Groups["ticket"].Value;
    }

    public Task<HttpResponseMessage> AnswerAsync(string ticket, string answer = "allow", params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/session/authorize")
        {
            Content = new FormUrlEncodedContent([new("ticket", ticket), new("answer", answer)]),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Browser.SendAsync(request);
    }

    public async Task<string> CodeAsync(params (string Name, string? Value)[] changes)
    {
        var answer = await AnswerAsync(await TicketAsync(changes));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return QueryHelpers.ParseQuery(answer.Headers.Location!.Query)["code"].ToString();
    }

    /// <summary>Calls the token endpoint as the program does: without cookies.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> TokenAsync(params (string Name, string? Value)[] fields)
    {
        var response = await app.Browser()
            .PostAsync("/session/token", [.. fields.Where(f => f.Value is not null).Select(f => (f.Name, f.Value!))]);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal("no-cache", response.Headers.Pragma.ToString());
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, document.RootElement.Clone());
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> RedeemAsync(
        string code,
        string? client = ClientId,
        string? redirect = RedirectUri,
        string? verifier = Verifier
    ) =>
        TokenAsync(
            ("grant_type", "authorization_code"),
            ("code", code),
            ("client_id", client),
            ("redirect_uri", redirect),
            ("code_verifier", verifier)
        );

    public Task<(HttpStatusCode Status, JsonElement Body)> RefreshAsync(string token, string? client = ClientId) =>
        TokenAsync(("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", client));

    /// <summary>Signs a user in, allows the program, and gets its tokens.</summary>
    public async Task<(string Access, string Refresh)> SignInAsync(Func<TestIdp, TestIdp> who)
    {
        await Browser.SignInAsync(who);
        return Tokens(await RedeemAsync(await CodeAsync()));
    }

    public static (string Access, string Refresh) Tokens((HttpStatusCode Status, JsonElement Body) answer)
    {
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body.ToString());
        return (answer.Body.GetProperty("access_token").GetString()!, answer.Body.GetProperty("refresh_token").GetString()!);
    }

    public static void AssertError(string error, (HttpStatusCode Status, JsonElement Body) answer)
    {
        Assert.Equal(error, answer.Body.GetProperty("error").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    /// <summary>Calls an API with an access token.</summary>
    public Task<HttpResponseMessage> CallAsync(string token, string path = "/session", string accept = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        return app.Browser().SendAsync(request, accept);
    }

    [GeneratedRegex("name=\"ticket\" value=\"(?<ticket>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex TicketPattern();
}
