using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace SamlSp.Interop.Tests;

/// <summary>A plain browser over HTTP: cookies, redirects, forms.</summary>
internal sealed class HttpBrowser : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _client;

    private readonly HttpClient _withoutCookies = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public HttpBrowser() =>
        _client = new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                CookieContainer = _cookies,
                UseCookies = true,
            }
        );

    /// <summary>A host that gets no cookies, as in a frame of another site; null for none.</summary>
    public string? BlocksCookiesAt { get; set; }

    /// <summary>Where the browser has arrived.</summary>
    public Uri Location { get; private set; } = new("about:blank");

    public HttpStatusCode Status { get; private set; }

    public IHtmlDocument Page { get; private set; } = new HtmlParser().ParseDocument("");

    public string Text { get; private set; } = "";

    public List<Uri> Visited { get; } = [];

    public void Dispose()
    {
        _client.Dispose();
        _withoutCookies.Dispose();
    }

    public Task GoAsync(string url) => SendAsync(() => new(HttpMethod.Get, url));

    /// <summary>Submits the page's form, with changed fields. Lists are left as they are, and not sent.</summary>
    public Task SubmitAsync(params (string Name, string Value)[] changed)
    {
        var form = (IHtmlFormElement)Page.QuerySelector("form")!;
        var fields = form.QuerySelectorAll("input[name]")
            .OfType<IHtmlInputElement>()
            .Where(i => i.Type is not ("submit" or "radio" or "checkbox") || (i.Type != "submit" && i.IsChecked))
            .ToDictionary(i => i.Name!, i => i.Value);
        foreach (var (name, value) in changed)
        {
            fields[name] = value;
        }

        var action = new Uri(Location, form.GetAttribute("action") is { Length: > 0 } target ? target : Location.PathAndQuery);
        return SendAsync(() => new(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(fields) });
    }

    /// <summary>Types name and password at SimpleSAMLphp, and posts its answer on.</summary>
    public async Task SignInAsync(string user)
    {
        await SubmitAsync(("username", user), ("password", "pw"));
        await SubmitAsync();
    }

    /// <summary>The cookies that go to an address.</summary>
    public string CookieHeader(string url) => _cookies.GetCookieHeader(new(url));

    public async Task<string> GetJsonAsync(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await _client.SendAsync(request);
        Status = response.StatusCode;
        return await response.Content.ReadAsStringAsync();
    }

    private async Task SendAsync(Func<HttpRequestMessage> make)
    {
        var request = make();
        for (var hops = 0; hops < 20; hops++)
        {
            request.Headers.Accept.ParseAdd("text/html,*/*");
            Visited.Add(request.RequestUri!);
            using var response = await (request.RequestUri!.Host == BlocksCookiesAt ? _withoutCookies : _client).SendAsync(request);
            Location = request.RequestUri!;
            Status = response.StatusCode;
            if (response.Headers.Location is { } next && (int)Status is >= 300 and < 400)
            {
                request = new(HttpMethod.Get, new Uri(Location, next));
                continue;
            }

            Text = await response.Content.ReadAsStringAsync();
            Page = new HtmlParser().ParseDocument(Text);
            return;
        }

        throw new InvalidOperationException("Too many redirects, last to " + Location);
    }
}
