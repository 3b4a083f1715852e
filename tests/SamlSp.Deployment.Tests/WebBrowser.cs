using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace SamlSp.Deployment.Tests;

/// <summary>A browser over HTTP: cookies by host, redirects, forms.</summary>
internal sealed class WebBrowser : IDisposable
{
    private readonly HttpClient _client;

    public WebBrowser() => _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies });

    public CookieContainer Cookies { get; } = new();

    /// <summary>Where the browser has arrived.</summary>
    public Uri Location { get; private set; } = new("about:blank");

    public HttpStatusCode Status { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>Opens an address, and follows where it leads.</summary>
    public Task GoAsync(string url) => SendAsync(new(HttpMethod.Get, url));

    /// <summary>Presses the sandbox's button of a user, and posts its answer.</summary>
    public async Task PickAsync(string account)
    {
        var form = Form();
        var button = form
            .Elements.OfType<IHtmlButtonElement>()
            .Single(b => b.Name == "user" && b.TextContent.Contains(account, StringComparison.Ordinal));
        await PostAsync(form, [.. Fields(form), new(button.Name!, button.Value)]);
        if (Text.Contains("SAMLResponse", StringComparison.Ordinal))
        {
            await PostAsync(Form(), Fields(Form()));
        }
    }

    /// <summary>Opens a page that needs a sign-in, and signs in as a user.</summary>
    public async Task SignInAsync(string url, string account)
    {
        await GoAsync(url);
        Assert.True(Location.AbsolutePath.StartsWith("/sandbox/", StringComparison.Ordinal), $"{Status} at {Location}: {Text}");
        await PickAsync(account);
    }

    /// <summary>Asks as a program does, with headers of its own, and follows nothing.</summary>
    public async Task<HttpResponseMessage> AskAsync(
        string url,
        string accept = "application/json",
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _client.SendAsync(request);
    }

    public void Dispose() => _client.Dispose();

    private IHtmlFormElement Form() => new HtmlParser().ParseDocument(Text).QuerySelectorAll("form").OfType<IHtmlFormElement>().First();

    private static List<KeyValuePair<string, string>> Fields(IHtmlFormElement form)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var element in form.Elements)
        {
            if (
                element is IHtmlInputElement input
                && !string.IsNullOrEmpty(input.Name)
                && !input.HasAttribute("disabled")
                && input.Closest("fieldset[disabled]") is null
                && (input.Type is not ("radio" or "checkbox") || input.IsChecked)
            )
            {
                fields.Add(new(input.Name, input.Value));
            }
            else if (element is IHtmlSelectElement select)
            {
                fields.Add(new(select.Name!, select.Value ?? ""));
            }
        }

        return fields;
    }

    private Task PostAsync(IHtmlFormElement form, IEnumerable<KeyValuePair<string, string>> fields) =>
        SendAsync(new(HttpMethod.Post, new Uri(Location, form.GetAttribute("action")!)) { Content = new FormUrlEncodedContent(fields) });

    private async Task SendAsync(HttpRequestMessage request)
    {
        for (var hops = 0; hops < 20; hops++)
        {
            request.Headers.TryAddWithoutValidation("Accept", "text/html,*/*");
            using var response = await _client.SendAsync(request);
            Location = request.RequestUri!;
            Status = response.StatusCode;
            request.Dispose();
            if (response.Headers.Location is { } next && (int)Status is >= 300 and < 400)
            {
                request = new(HttpMethod.Get, new Uri(Location, next));
                continue;
            }

            Text = await response.Content.ReadAsStringAsync();
            return;
        }

        throw new InvalidOperationException("Too many redirects, last to " + Location);
    }
}
