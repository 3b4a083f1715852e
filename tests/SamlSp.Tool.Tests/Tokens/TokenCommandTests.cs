using System.Net;
using System.Text.Json;

namespace SamlSp.Tool.Tests;

public sealed class TokenCommandTests : IDisposable
{
    private readonly ToolRun _run = new();

    private string TokensFile => Path.Combine(_run.Folder, "config", "tokens.json");

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Login_Allowed_GivesAFreshTokenForEachCall()
    {
        await using var server = await TokenTestServer.StartAsync();
        var (exitCode, output) = await server.LoginAsync(TokensFile, "allow", "--json");
        Assert.Equal(0, exitCode);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(server.Url, json.RootElement.GetProperty("server").GetString());
        Assert.InRange(
            json.RootElement.GetProperty("sessionExpiresAt").GetDateTimeOffset() - DateTimeOffset.UtcNow,
            TimeSpan.FromHours(7.9),
            TimeSpan.FromHours(8)
        );

        var first = ToolRun.Run("token", "--file", TokensFile);
        Assert.Equal((0, ""), (first.ExitCode, first.Error));
        var second = ToolRun.Json(0, "token", "--server", server.Url + "/", "--file", TokensFile).GetProperty("accessToken").GetString()!;
        Assert.NotEqual(first.Output.Trim(), second);
        Assert.Equal(HttpStatusCode.OK, await server.CallAsync(first.Output.Trim()));
        Assert.Equal(HttpStatusCode.OK, await server.CallAsync(second));
    }

    [Fact]
    public async Task Token_ParallelCalls_WaitForEachOther()
    {
        await using var server = await TokenTestServer.StartAsync();
        await server.LoginAsync(TokensFile);
        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => ToolRun.Run("token", "--file", TokensFile))));
        Assert.All(runs, run => Assert.Equal(0, run.ExitCode));
        Assert.Equal(6, runs.Select(run => run.Output).Distinct().Count());
    }

    [Fact]
    public async Task TokensFile_AfterLogin_IsReadableByTheUserOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var server = await TokenTestServer.StartAsync();
        await server.LoginAsync(TokensFile);
        ToolRun.Json(0, "token", "--file", TokensFile);
        const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(TokensFile)!))
        {
            Assert.Equal(UserOnly, File.GetUnixFileMode(file));
        }

        Assert.Equal(UserOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(TokensFile)!));

        File.SetUnixFileMode(TokensFile, UserOnly | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", ToolRun.Wrong("token", "--file", TokensFile), StringComparison.Ordinal);
        File.SetUnixFileMode(TokensFile, UserOnly);
        ToolRun.Json(0, "token", "--file", TokensFile);
    }

    [Fact]
    public async Task Token_SessionEnded_PrintsNoToken()
    {
        await using var server = await TokenTestServer.StartAsync();
        await server.LoginAsync(TokensFile);
        Assert.Equal(0, ToolRun.Run("token", "--file", TokensFile).ExitCode);
        await server.EndSessionAsync();
        var run = ToolRun.Run("token", "--file", TokensFile);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("samlsp login --server " + server.Url, run.Error, StringComparison.Ordinal);
        Assert.Contains(
            "not signed in",
            ToolRun.Json(1, "token", "--file", TokensFile).GetProperty("error").GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Login_Denied_StoresNothing()
    {
        await using var server = await TokenTestServer.StartAsync();
        var (exitCode, output) = await server.LoginAsync(TokensFile, "deny");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal(1, ToolRun.Run("token", "--file", TokensFile).ExitCode);
    }

    [Fact]
    public async Task Login_AnswerToAnotherAttempt_IsIgnored()
    {
        await using var server = await TokenTestServer.StartAsync();
        using var error = new TokenTestServer.LineWatcher();
        var login = Task.Run(() =>
            ToolHost.Run(["login", "--server", server.Url, "--no-browser", "--timeout", "30", "--file", TokensFile], TextWriter.Null, error)
        );
        var url = await error.UrlAsync();
        var redirect = System.Web.HttpUtility.ParseQueryString(new Uri(url).Query)["redirect_uri"]!;
        using var attacker = new HttpClient();
        Assert.Equal(HttpStatusCode.NotFound, (await attacker.GetAsync(redirect + "?code=stolen&state=guessed")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await attacker.GetAsync(redirect + "?code=stolen")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await attacker.GetAsync(new Uri(new Uri(redirect), "/favicon.ico"))).StatusCode);
        await server.AnswerAsync(url, "allow");
        Assert.Equal(0, await login);
    }

    [Fact]
    public void Login_NoAnswer_EndsAtTheTimeout()
    {
        using var output = new StringWriter();
        Assert.Equal(
            1,
            ToolHost.Run(
                ["login", "--server", "http://127.0.0.1:1", "--no-browser", "--timeout", "1", "--json", "--file", TokensFile],
                output,
                TextWriter.Null
            )
        );
        Assert.Contains("within 1 seconds", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_ServerUnreachable_PrintsOneLineAndKeepsTheTokens()
    {
        await using (var server = await TokenTestServer.StartAsync())
        {
            await server.LoginAsync(TokensFile);
        }

        var kept = File.ReadAllText(TokensFile);
        Assert.Contains("cannot reach http://127.0.0.1:", ToolRun.Wrong("token", "--file", TokensFile), StringComparison.Ordinal);
        Assert.Equal(kept, File.ReadAllText(TokensFile));
    }

    [Theory]
    [InlineData("sp.example.com")]
    [InlineData("http://sp.example.com")]
    [InlineData("ftp://sp.example.com")]
    [InlineData("https://user@sp.example.com")]
    [InlineData("https://sp.example.com/?a=b")]
    public void Login_UnsafeServerAddress_ExitsWithTwo(string server)
    {
        ToolRun.Wrong("login", "--server", server, "--no-browser", "--file", TokensFile);
        ToolRun.Wrong("token", "--server", server, "--file", TokensFile);
    }

    [Fact]
    public void Token_SeveralServers_RequiresTheServerOption()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(TokensFile)!);
        File.WriteAllText(
            TokensFile,
            """{"https://a.example.com":{"refreshToken":"x","sessionExpiresAt":"2026-11-22T06:00:00Z"},"https://b.example.com":{"refreshToken":"x","sessionExpiresAt":"2026-11-22T06:00:00Z"}}"""
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(TokensFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Assert.Contains(
            "https://a.example.com, https://b.example.com",
            ToolRun.Wrong("token", "--file", TokensFile),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "not signed in at https://c.example.com",
            ToolRun
                .Json(1, "token", "--server", "https://c.example.com", "--file", TokensFile)
                .GetProperty("error")
                .GetProperty("message")
                .GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void LoginAndToken_WrongArguments_PrintsOneLineAndExitsWithTwo()
    {
        ToolRun.Wrong("login");
        ToolRun.Wrong("login", "--server", "https://sp.example.com", "--timeout", "0", "--file", TokensFile);
        ToolRun.Wrong("token", "--file", Path.Combine(_run.File("a file"), "tokens.json"));
        ToolRun.Wrong("token", "--unknown");
    }
}
