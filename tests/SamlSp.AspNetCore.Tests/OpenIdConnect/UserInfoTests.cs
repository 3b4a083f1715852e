using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Testing;
using static SamlSp.AspNetCore.Tests.OpenIdConnect.TestOpenIdProvider;

namespace SamlSp.AspNetCore.Tests.OpenIdConnect;

/// <summary>Identity providers that put e-mail and name at the userinfo endpoint only.</summary>
public sealed class UserInfoTests
{
    private const string Answer =
        """{"sub":"user-1","email":"alice@op.example.com","email_verified":true,"name":"Alice Doe","groups":["admins"],"oid":"o","tid":"t"}""";

    private readonly TestOpenIdProvider _provider = new()
    {
        Discovery = { ["userinfo_endpoint"] = Issuer + "/userinfo" },
        UserInfo = () => (200, Answer),
    };

    public UserInfoTests()
    {
        _provider.Claims.Remove("email");
        _provider.Claims.Remove("name");
    }

    [Fact]
    public async Task UserInfo_ClaimsMissingInTheIdToken_AreReadAndTheTraceSaysSo()
    {
        await using var app = await _provider.StartAppAsync();
        var session = await SignInAsync(app);
        Assert.Equal(["alice@op.example.com"], session.Claims["email"]);
        Assert.Equal(["true"], session.Claims["email_verified"]);
        Assert.Equal("Alice Doe", session.DisplayName);
        Assert.Equal("Bearer at~1", Assert.Single(_provider.UserInfoAsked)!.ToString());
        var check = Assert.Single(await ChecksAsync(app), c => c.Check == SignInChecks.UserInfo);
        Assert.True(check.Passed);
        Assert.Equal("email, email_verified, name: from userinfo", check.Detail);

        // What decides who the user is, or what they may do, never comes from there.
        Assert.DoesNotContain("groups", session.Claims.Keys);
        Assert.DoesNotContain("oid", session.Claims.Keys);
        Assert.DoesNotContain("tid", session.Claims.Keys);
        Assert.Equal("user-1", session.Key.ObjectId);
    }

    [Theory]
    [InlineData("""{"sub":"user-2","email":"mallory@op.example.com"}""")]
    [InlineData("""{"sub":"USER-1","email":"mallory@op.example.com"}""")]
    [InlineData("""{"email":"mallory@op.example.com"}""")]
    [InlineData("""{"sub":["user-1"],"email":"mallory@op.example.com"}""")]
    public async Task UserInfo_OfAnotherUser_IsRefused(string answer)
    {
        await using var app = await _provider.StartAppAsync();
        using var browser = app.Browser();
        _provider.UserInfo = () => (200, answer);
        Assert.Equal(HttpStatusCode.Forbidden, (await _provider.SignInAsync(browser)).StatusCode);
        Assert.Contains("Refused: userinfo_subject_mismatch, ", app.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("mallory", app.Log.Text, StringComparison.Ordinal);
        Assert.False((await ChecksAsync(app))[^1].Passed);
        _provider.UserInfo = () => (200, Answer);
        await SignInAsync(app);
    }

    [Theory]
    [InlineData(401, "", "The userinfo endpoint answered 401.")]
    [InlineData(200, "<html>", "The userinfo endpoint did not answer with a JSON object.")]
    [InlineData(200, "[]", "The userinfo endpoint did not answer with a JSON object.")]
    [InlineData(200, """{"sub":"user-1","sub":"user-1","email":"a@b"}""", "The userinfo endpoint did not answer with a JSON object.")]
    [InlineData(200, "large", "The userinfo endpoint answered with more than 64 KiB.")]
    [InlineData(0, "", "The userinfo endpoint cannot be reached: refused.")]
    public async Task UserInfo_NoAnswerThatCanBeUsed_IsDoneWithoutAndSaid(int status, string body, string detail)
    {
        await using var app = await _provider.StartAppAsync();
        _provider.UserInfo = () =>
            status == 0 ? throw new HttpRequestException("refused") : (status, body == "large" ? new string(' ', 65 * 1024) : body);
        var session = await SignInAsync(app);
        Assert.DoesNotContain("email", session.Claims.Keys);
        var check = Assert.Single(await ChecksAsync(app), c => c.Check == SignInChecks.UserInfo);
        Assert.Equal((false, detail), (check.Passed, check.Detail));
    }

    [Fact]
    public async Task UserInfo_SignedAnswer_IsVerified()
    {
        await using var app = await _provider.StartAppAsync();
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["sub"] = "user-1",
            ["email"] = "alice@op.example.com",
        };
        _provider.UserInfo = () => (200, Sign((Header("JWT"), claims)));
        Assert.Equal(["alice@op.example.com"], (await SignInAsync(app)).Claims["email"]);

        _provider.UserInfo = () => (200, Sign(Header("JWT").ToJsonString(), claims.ToJsonString(), TestCertificates.Untrusted));
        Assert.DoesNotContain("email", (await SignInAsync(app)).Claims.Keys);
    }

    [Fact]
    public async Task UserInfo_NothingMissingOrNotWanted_IsNotAsked()
    {
        (_provider.Claims["email"], _provider.Claims["name"]) = ("alice@example.com", "Alice");
        await using var app = await _provider.StartAppAsync();
        Assert.Equal(["alice@example.com"], (await SignInAsync(app)).Claims["email"]);

        _provider.Claims.Remove("email");
        await using var without = await _provider.StartAppAsync(organization => organization.Connection.UseUserInfo = false);
        Assert.DoesNotContain("email", (await SignInAsync(without)).Claims.Keys);
        Assert.Empty(_provider.UserInfoAsked);

        // The control: the same ID token, with the endpoint in use.
        Assert.Equal(["alice@op.example.com"], (await SignInAsync(app)).Claims["email"]);
    }

    /// <summary>An organization that takes an address for the key would get somebody else's user from an unsigned answer.</summary>
    [Fact]
    public async Task UserInfo_ClaimThatIsTheKey_NeverComesFromThere()
    {
        await using var app = await _provider.StartAppAsync(organization => organization.KeyClaim = "email");
        using var browser = app.Browser();
        Assert.Equal(HttpStatusCode.Forbidden, (await _provider.SignInAsync(browser)).StatusCode);
        Assert.Contains("Refused: object_id_missing, ", app.Log.Text, StringComparison.Ordinal);
        _provider.Claims["email"] = "alice@op.example.com";
        Assert.Equal("alice@op.example.com", (await SignInAsync(app)).Key.ObjectId);
    }

    private async Task<Session> SignInAsync(TestApp app)
    {
        using var browser = app.Browser();
        var before = await SessionsAsync(app);
        var answer = await _provider.SignInAsync(browser);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, app.Log.Text);
        return Assert.Single(await SessionsAsync(app), session => before.All(other => other.Id != session.Id));
    }

    private static Task<IReadOnlyList<Session>> SessionsAsync(TestApp app) =>
        app.Sessions.ListAsync(new() { Organization = "op", NameId = "user-1" }, default);

    private static async Task<IReadOnlyList<SignInCheck>> ChecksAsync(TestApp app)
    {
        await app.Services.GetRequiredService<SignInTraceWriter>().FlushAsync(default);
        var entries = await app.Services.GetRequiredService<ISignInTraceStore>().ListAsync(new() { Organization = "op" }, default);
        return entries[0].Checks;
    }
}
