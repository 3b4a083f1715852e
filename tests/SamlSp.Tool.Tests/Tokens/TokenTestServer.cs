using System.Net;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Testing;

namespace SamlSp.Tool.Tests;

/// <summary>
/// A SamlSp server on a port of this computer, and a user at its browser. Signing in at an identity provider is left out:
/// <c>/test/sign-in</c> gives a session.
/// </summary>
internal sealed partial class TokenTestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _browser;

    private TokenTestServer(WebApplication app, string url)
    {
        (_app, Url) = (app, url);
        _browser = new(new SocketsHttpHandler { CookieContainer = new(), AllowAutoRedirect = false });
    }

    public string Url { get; }

    public static async Task<TokenTestServer> StartAsync()
    {
        var url = $"http://127.0.0.1:{LoopbackPort.Free()}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication().AddSamlSp(options => options.BaseUrl = url);
        var app = builder.Build();
        app.Urls.Add(url);
        app.UseAuthentication();
        app.MapSamlSp();
        app.MapPost(
            "/test/sign-in",
            async (HttpContext context, ISessionStore sessions) =>
            {
                await sessions.AddAsync(Session(), context.RequestAborted);
                await context.SignInAsync(
                    SamlSpDefaults.SessionScheme,
                    new ClaimsPrincipal(new ClaimsIdentity([new Claim(SessionClaimTypes.SessionId, Session().Id)], "test"))
                );
            }
        );
        await app.StartAsync();
        var server = new TokenTestServer(app, url);
        (await server._browser.PostAsync(url + "/test/sign-in", content: null)).EnsureSuccessStatusCode();
        return server;
    }

    /// <summary>Calls <c>samlsp login</c>; the user signs in at the address that it prints, and answers.</summary>
    public async Task<(int ExitCode, string Output)> LoginAsync(string file, string answer = "allow", params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new LineWatcher();
        var login = Task.Run(() =>
            ToolHost.Run(["login", "--server", Url, "--no-browser", "--timeout", "30", "--file", file, .. arguments], output, error)
        );
        await AnswerAsync(await error.UrlAsync(), answer);
        return (await login, output.ToString());
    }

    public async Task AnswerAsync(string url, string answer)
    {
        var page = await _browser.GetStringAsync(url);
        using var form = new FormUrlEncodedContent([
            new("ticket", TicketPattern().Match(page).Groups["ticket"].Value),
            new("answer", answer),
        ]);
        var redirect = await _browser.PostAsync(Url + "/session/authorize", form);
        Assert.Equal(HttpStatusCode.SeeOther, redirect.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _browser.GetAsync(redirect.Headers.Location)).StatusCode);
    }

    public async Task<HttpStatusCode> CallAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url + "/session") { Headers = { Authorization = new("Bearer", token) } };
        using var client = new HttpClient();
        return (await client.SendAsync(request)).StatusCode;
    }

    public Task EndSessionAsync() =>
        _app
            .Services.GetRequiredService<ISessionStore>()
            .EndAsync(new() { Organization = "contoso", UserId = "u1" }, SessionEndCause.Revoked, default);

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
    }

    private static Session Session() =>
        new()
        {
            Id = "0123456789abcdef",
            Organization = "contoso",
            UserId = "u1",
            Key = new("t", "o"),
            UserType = UserType.Member,
            NameId = "alice@example.com",
            OrgUnitPath = "/",
            Issuer = "https://idp.example.com",
            AssertedNameId = new("alice@example.com", null, null, null),
            AuthenticatedAt = DateTimeOffset.UtcNow,
            CreatedAt = DateTimeOffset.UtcNow,
            ExpiresAt = DateTimeOffset.UtcNow.AddHours(8),
            ExpiresBy = SessionEndCause.Policy,
        };

    [GeneratedRegex("name=\"ticket\" value=\"(?<ticket>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex TicketPattern();

    /// <summary>Standard error, which says where to go.</summary>
    internal sealed class LineWatcher : StringWriter
    {
        private readonly TaskCompletionSource<string> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> UrlAsync() => _url.Task.WaitAsync(TimeSpan.FromSeconds(20));

        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            if (value!.IndexOf("http://", StringComparison.Ordinal) is >= 0 and var at)
            {
                _url.TrySetResult(value[at..]);
            }
        }
    }
}
