using System.Net;
using AngleSharp.Html.Dom;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>A browser without script: cookies, pages, forms. It does not follow redirects, and sends nothing to other hosts.</summary>
internal sealed class Browser(HttpMessageHandler handler) : IDisposable
{
    private readonly HttpClient _client = new(handler) { BaseAddress = new(Sandbox.Host) };
    private CookieContainer _cookies = new();

    /// <summary>The cookies, as they are now.</summary>
    public CookieCollection Cookies
    {
        get => _cookies.GetAllCookies();
        set
        {
            _cookies = new();
            foreach (Cookie cookie in value)
            {
                _cookies.Add(new Cookie(cookie.Name, cookie.Value, cookie.Path, cookie.Domain));
            }
        }
    }

    public Task<BrowserPage> GetAsync(string url) => SendAsync(new(HttpMethod.Get, url));

    public Task<BrowserPage> PostAsync(string url, params (string Name, string Value)[] fields) =>
        SendAsync(new(HttpMethod.Post, url) { Content = Form(fields) });

    /// <summary>Presses a user's button on the sign-in page, with fields set as given.</summary>
    public Task<BrowserPage> PickAsync(BrowserPage page, string user, params (string Name, string Value)[] fields)
    {
        var form = page.Form();
        var button = form.Elements.OfType<IHtmlButtonElement>().Single(b => b.Name == "user" && b.Value == user);
        var set = fields.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        Assert.All(set, name => Assert.Contains(form.Elements, e => e.GetAttribute("name") == name));
        var sent = page.Fields(form).Where(f => !set.Contains(f.Name)).Concat(fields).Append((button.Name!, button.Value));
        return PostAsync(form.Action, [.. sent]);
    }

    public async Task<BrowserPage> SendAsync(HttpRequestMessage request)
    {
        var url = new Uri(_client.BaseAddress!, request.RequestUri!);
        Assert.Equal(new Uri(Sandbox.Host).Authority, url.Authority);
        if (_cookies.GetCookieHeader(url) is { Length: > 0 } cookies)
        {
            request.Headers.Add("Cookie", cookies);
        }

        var response = await _client.SendAsync(request);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            _cookies.SetCookies(url, cookie);
        }

        return await BrowserPage.ReadAsync(response);
    }

    public void Dispose() => _client.Dispose();

    private static FormUrlEncodedContent Form((string Name, string Value)[] fields) =>
        new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
}
