using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

public sealed partial class ServerTests
{
    [Fact]
    public async Task Tokens_ServerRestarted_StayValidUntilTheirSessionEnds()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-tokens").FullName;
        try
        {
            var port = LoopbackPort.Free();
            var cookies = new CookieContainer();
            JsonElement tokens;
            await using (var server = await StartAsync(folder, port))
            {
                using var client = Client(server, cookies);
                using var signedIn = await PostAsync(client, Unsolicited(server).SignedResponse().ToFormValue());
                tokens = await LetInAsync(client);
                server.Kill();
            }

            await using (var server = await StartAsync(folder, port))
            {
                using var client = Client(server, cookies);
                using var otherClient = Client(server, new());
                Assert.Equal(HttpStatusCode.OK, await CallAsync(otherClient, tokens));
                tokens = await TokenAsync(
                    otherClient,
                    HttpStatusCode.OK,
                    ("grant_type", "refresh_token"),
                    ("refresh_token", tokens.GetProperty("refresh_token").GetString()!)
                );
                Assert.Equal(HttpStatusCode.OK, await CallAsync(otherClient, tokens));

                using var signedOut = await client.GetAsync(new Uri("/logout", UriKind.Relative));
                Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync(otherClient, tokens));
                var refused = await TokenAsync(
                    otherClient,
                    HttpStatusCode.BadRequest,
                    ("grant_type", "refresh_token"),
                    ("refresh_token", tokens.GetProperty("refresh_token").GetString()!)
                );
                Assert.Equal("invalid_grant", refused.GetProperty("error").GetString());
            }
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The user's consent, and what the program gets for it.</summary>
    private static async Task<JsonElement> LetInAsync(HttpClient client)
    {
        const string RedirectUri = "http://127.0.0.1:49152/";
        const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        var challenge = Convert
            .ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)))
            .TrimEnd('=')
            .Replace('+', '-')
            .Replace('/', '_');
        var page = await client.GetStringAsync(
            new Uri(
                $"/session/authorize?response_type=code&client_id=test&redirect_uri={Uri.EscapeDataString(RedirectUri)}&code_challenge={challenge}&code_challenge_method=S256",
                UriKind.Relative
            )
        );
        using var consent = new FormUrlEncodedContent([
            new("ticket", TicketPattern().Match(page).Groups["ticket"].Value),
            new("answer", "allow"),
        ]);
        using var back = await client.PostAsync(new Uri("/session/authorize", UriKind.Relative), consent);
        var code = System.Web.HttpUtility.ParseQueryString(back.Headers.Location!.Query)["code"]!;
        return await TokenAsync(
            client,
            HttpStatusCode.OK,
            ("grant_type", "authorization_code"),
            ("code", code),
            ("client_id", "test"),
            ("redirect_uri", RedirectUri),
            ("code_verifier", Verifier)
        );
    }

    private static async Task<JsonElement> TokenAsync(
        HttpClient client,
        HttpStatusCode expected,
        params (string Name, string Value)[] fields
    )
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var answer = await client.PostAsync(new Uri("/session/token", UriKind.Relative), form);
        Assert.Equal(expected, answer.StatusCode);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    private static async Task<HttpStatusCode> CallAsync(HttpClient client, JsonElement tokens)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/session", UriKind.Relative))
        {
            Headers = { Authorization = new("Bearer", tokens.GetProperty("access_token").GetString()) },
        };
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    [GeneratedRegex("name=\"ticket\" value=\"(?<ticket>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex TicketPattern();
}
