using System.Net;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

/// <summary>A browser with its own cookies, which a proxy sends to either node.</summary>
internal sealed class NodeBrowser : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _client;

    public NodeBrowser()
    {
        _client = new(new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false })
        {
            Timeout = TimeSpan.FromSeconds(30),
        };
        _client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    /// <summary>What was answered with 5xx and told how it is made inside.</summary>
    public static bool TellsTooMuch(HttpStatusCode status, string body) =>
        (int)status >= 500 && (body.Contains("   at ", StringComparison.Ordinal) || body.Contains("Exception", StringComparison.Ordinal));

    public async Task<(HttpStatusCode Status, string Body)> SignInAsync(ServerProcess node, string formValue)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("SAMLResponse", formValue)]);
        using var answer = await _client.PostAsync(new Uri(node.BaseUrl + "/Saml2/Acs"), form);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<(HttpStatusCode Status, string Body)> GetAsync(ServerProcess node, string path = "/session")
    {
        using var answer = await _client.GetAsync(new Uri(node.BaseUrl + path));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Another browser with the same cookies, which signing out in this one does not clear.</summary>
    public NodeBrowser Copy(string url)
    {
        var copy = new NodeBrowser();
        copy._cookies.Add(_cookies.GetCookies(new Uri(url)));
        return copy;
    }

    public void Dispose() => _client.Dispose();
}
