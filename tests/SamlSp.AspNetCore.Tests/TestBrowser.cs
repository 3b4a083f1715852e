using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.TestHost;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>A browser: keeps cookies, says that it wants HTML, follows no redirect by itself.</summary>
internal sealed partial class TestBrowser(TestServer server, MutableTimeProvider clock) : IDisposable
{
    private readonly HttpClient _client = new(server.CreateHandler()) { BaseAddress = new(TestSp.BaseUrl) };

    /// <summary>The name of the session's cookie on an https site.</summary>
    public const string SessionCookie = "__Host-" + SamlSpDefaults.SessionScheme;

    public Dictionary<string, string> Cookies { get; } = [];

    public void Dispose() => _client.Dispose();

    public Task<HttpResponseMessage> GetAsync(string path, string accept = "text/html") => SendAsync(new(HttpMethod.Get, path), accept);

    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(
            new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) }
        );

    public Task<HttpResponseMessage> PostAsync(TestIdp idp, string? relayState = null) =>
        PostAsync(
            "/Saml2/Acs",
            [("SAMLResponse", idp.SignedResponse().ToFormValue()), .. relayState is null ? [] : new[] { ("RelayState", relayState) }]
        );

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string accept = "text/html")
    {
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (Cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
        }

        var response = await _client.SendAsync(request);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var (name, value) = (cookie[..cookie.IndexOf('=')], cookie[(cookie.IndexOf('=') + 1)..].Split(';')[0]);
            if (value.Length == 0)
            {
                Cookies.Remove(name);
            }
            else
            {
                Cookies[name] = value;
            }
        }

        return response;
    }

    /// <summary>Opens a page that needs a sign-in, and stops at the identity provider.</summary>
    public async Task<(string RequestId, string RelayState, XElement Request)> StartAsync(string path = "/protected")
    {
        var response = await GetAsync(path);
        Assert.True(response.StatusCode == HttpStatusCode.Redirect, await response.Content.ReadAsStringAsync());
        return Read(response.Headers.Location!);
    }

    /// <summary>Signs in all the way; the authentication at the identity provider happens now.</summary>
    public async Task<HttpResponseMessage> SignInAsync(Func<TestIdp, TestIdp> who, string path = "/protected")
    {
        var (id, relayState, _) = await StartAsync(path);
        return await PostAsync(who(TestIdp.Create().At(clock.GetUtcNow())).Answering(id), relayState);
    }

    public static (string RequestId, string RelayState, XElement Request) Read(Uri location)
    {
        var query = System.Web.HttpUtility.ParseQueryString(location.Query);
        using var inflate = new System.IO.Compression.DeflateStream(
            new MemoryStream(Convert.FromBase64String(query["SAMLRequest"]!)),
            System.IO.Compression.CompressionMode.Decompress
        );
        var request = XElement.Load(inflate);
        return (request.Attribute("ID")!.Value, query["RelayState"]!, request);
    }

    public static string Reference(string page) => ReferencePattern().Match(page).Value;

    [GeneratedRegex("[2-9A-Z]{5}-[2-9A-Z]{5}", RegexOptions.None, 1000)]
    private static partial Regex ReferencePattern();
}
