using System.Net;
using System.Text.Json;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

public sealed partial class ServerTests
{
    /// <summary>
    /// With the built server, whose process is given another time: a guest who was removed in their home tenant is signed out within
    /// 8 hours of their authentication, whatever they did meanwhile, with the cookie and with every token.
    /// </summary>
    [Fact]
    public async Task GuestSession_ActiveForEightHours_EndsWithCookieAndTokens()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-time").FullName;
        try
        {
            var time = new FakeTime(folder);
            await using var server = await StartAsync(folder, LoopbackPort.Free(), variables: time.Variables);
            using var client = Client(server, new());
            using var program = Client(server, new());
            using var signedIn = await PostAsync(client, Unsolicited(server).EntraGuest().SignedResponse().ToFormValue());
            Assert.True(signedIn.StatusCode == HttpStatusCode.SeeOther, server.Output);
            var session = JsonDocument.Parse(await client.GetStringAsync(new Uri("/session", UriKind.Relative))).RootElement;
            Assert.Equal(
                TimeSpan.FromHours(8),
                session.GetProperty("expiresAt").GetDateTimeOffset() - session.GetProperty("authenticatedAt").GetDateTimeOffset()
            );
            var tokens = await LetInAsync(client);

            for (var hour = 1; hour < 8; hour++)
            {
                time.SetAhead(TimeSpan.FromHours(hour) + TimeSpan.FromMinutes(50));
                Assert.Equal(HttpStatusCode.OK, await StatusAsync(client));
                tokens = await TokenAsync(
                    program,
                    HttpStatusCode.OK,
                    ("grant_type", "refresh_token"),
                    ("refresh_token", tokens.GetProperty("refresh_token").GetString()!)
                );
                Assert.Equal(HttpStatusCode.OK, await CallAsync(program, tokens));
            }

            Assert.InRange(tokens.GetProperty("expires_in").GetInt32(), 300, 600);
            time.SetAhead(TimeSpan.FromHours(8) + TimeSpan.FromMinutes(1));
            using var refused = await client.GetAsync(new Uri("/session", UriKind.Relative));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Matches(
                "error=\"insufficient_user_authentication\".*max_age=\"28800\"",
                refused.Headers.GetValues("WWW-Authenticate").Single()
            );
            Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(program, tokens));
            var answer = await TokenAsync(
                program,
                HttpStatusCode.BadRequest,
                ("grant_type", "refresh_token"),
                ("refresh_token", tokens.GetProperty("refresh_token").GetString()!)
            );
            Assert.Equal("invalid_grant", answer.GetProperty("error").GetString());

            using var page = new HttpRequestMessage(HttpMethod.Get, new Uri("/session", UriKind.Relative))
            {
                Headers = { Accept = { new("text/html") } },
            };
            using var redirect = await client.SendAsync(page);
            Assert.Contains("ForceAuthn=\"true\"", RequestIn(redirect.Headers.Location!), StringComparison.Ordinal);

            async Task<HttpStatusCode> StatusAsync(HttpClient who) =>
                (await who.GetAsync(new Uri("/session", UriKind.Relative))).StatusCode;
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The AuthnRequest that a redirect carries.</summary>
    private static string RequestIn(Uri location)
    {
        var bytes = Convert.FromBase64String(System.Web.HttpUtility.ParseQueryString(location.Query)["SAMLRequest"]!);
        using var inflated = new StreamReader(
            new System.IO.Compression.DeflateStream(new MemoryStream(bytes), System.IO.Compression.CompressionMode.Decompress)
        );
        return inflated.ReadToEnd();
    }
}
