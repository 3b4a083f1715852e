using System.IO.Compression;
using System.Net;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.TestHost;
using SamlSp.Testing;

namespace SamlSp.Console.Tests;

/// <summary>A browser: keeps cookies, says that it wants HTML, fills forms that are on a page, follows no redirect by itself.</summary>
internal sealed class ConsoleBrowser(TestServer server, MutableTimeProvider clock) : IDisposable
{
    private readonly HttpClient _client = new(server.CreateHandler()) { BaseAddress = new(TestSp.BaseUrl) };

    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>What the browser says it is.</summary>
    public string? UserAgent { get; set; }

    public void Dispose() => _client.Dispose();

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(new(HttpMethod.Get, path));

    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(
            new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) }
        );

    /// <summary>A page, after a redirect if need be; fails unless it is there.</summary>
    public async Task<IHtmlDocument> PageAsync(string path)
    {
        var response = await GetAsync(path);
        if (response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther)
        {
            response = await GetAsync(response.Headers.Location!.ToString());
        }

        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {response.StatusCode} {response.Headers.Location} {text}");
        return new HtmlParser().ParseDocument(text);
    }

    /// <summary>
    /// Sends a form of a page as it stands there, with other values for some fields, and gives the page that it leads to.
    /// </summary>
    public async Task<IHtmlDocument> SubmitAsync(IHtmlFormElement form, params (string Name, string Value)[] values)
    {
        var response = await PostAsync(form, values);
        if (response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther)
        {
            return await PageAsync(response.Headers.Location!.ToString());
        }

        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{form.GetAttribute("action")}: {response.StatusCode} {text}");
        return new HtmlParser().ParseDocument(text);
    }

    /// <summary>The same, and gives the answer itself.</summary>
    public Task<HttpResponseMessage> PostAsync(IHtmlFormElement form, params (string Name, string Value)[] values)
    {
        var fields = form.QuerySelectorAll("input[name], textarea[name], select[name]")
            .Where(e => e is not IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false })
            .Select(e =>
                (
                    Name: e.GetAttribute("name")!,
                    Value: e switch
                    {
                        IHtmlInputElement i => i.Value,
                        IHtmlTextAreaElement t => t.Value,
                        IHtmlSelectElement s => s.Value ?? "",
                        _ => "",
                    }
                )
            )
            .Where(f => !values.Any(v => v.Name == f.Name));
        return PostAsync(form.GetAttribute("action")!, [.. fields, .. values]);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, bool asBrowser = true)
    {
        if (asBrowser)
        {
            request.Headers.TryAddWithoutValidation("Accept", "text/html");
        }

        if (UserAgent is not null)
        {
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        }

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

    /// <summary>Signs in all the way; the authentication at the identity provider happens now.</summary>
    public async Task SignInAsync(Func<TestIdp, TestIdp> who, string organization)
    {
        var answer = await AnswerAsync(await GetAsync($"/Saml2/SignIn?organization={organization}&ReturnUrl=/console"), who);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Presses a button of a form that has a value of its own, and gives the page that it leads to.</summary>
    public async Task<IHtmlDocument> PressAsync(IHtmlDocument page, string button, params (string Name, string Value)[] values)
    {
        var pressed = page.QuerySelectorAll("main button")
            .OfType<IHtmlButtonElement>()
            .First(b => b.GetAttribute("value") == button || b.TextContent.Trim() == button);
        var form = (IHtmlFormElement)pressed.Closest("form")!;
        if (pressed.GetAttribute("formaction") is { } action)
        {
            form.SetAttribute("action", action.Split('#')[0]);
        }

        return await SubmitAsync(
            form,
            pressed.GetAttribute("name") is { } name ? [.. values, (name, pressed.GetAttribute("value")!)] : values
        );
    }

    /// <summary>Comes back from the identity provider that a redirect leads to.</summary>
    public async Task<HttpResponseMessage> AnswerAsync(HttpResponseMessage started, Func<TestIdp, TestIdp> who)
    {
        var query = System.Web.HttpUtility.ParseQueryString(started.Headers.Location!.Query);
        await using var inflate = new DeflateStream(
            new MemoryStream(Convert.FromBase64String(query["SAMLRequest"]!)),
            CompressionMode.Decompress
        );
        var id = XElement.Load(inflate).Attribute("ID")!.Value;
        return await PostAsync(
            "/Saml2/Acs",
            ("SAMLResponse", who(TestIdp.Create().At(clock.GetUtcNow())).Answering(id).SignedResponse().ToFormValue()),
            ("RelayState", query["RelayState"]!)
        );
    }
}
