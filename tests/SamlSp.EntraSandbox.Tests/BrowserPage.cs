using System.Net;
using System.Text;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>An answer of the tenant, and its document when it is a page.</summary>
internal sealed record BrowserPage(HttpResponseMessage Answer, byte[] Bytes, IDocument? Document)
{
    public HttpStatusCode Status => Answer.StatusCode;

    public string Location => Answer.Headers.Location!.OriginalString;

    public string Text => Document!.QuerySelector("main")!.TextContent;

    /// <summary>The code of an error page.</summary>
    public string Code => Document!.QuerySelector("#code")!.TextContent;

    /// <summary>The form value SAMLResponse of the page that posts one.</summary>
    public string Response => Field("SAMLResponse")!;

    public string ResponseXml => Encoding.UTF8.GetString(Convert.FromBase64String(Response));

    public string? Field(string name) => Document!.QuerySelector($"input[name={name}]")?.GetAttribute("value");

    public IHtmlFormElement Form() => Document!.QuerySelectorAll<IHtmlFormElement>("form").First();

    /// <summary>What a browser would send of a form, the page's first by default, but for the button.</summary>
    public IEnumerable<(string Name, string Value)> Fields(IHtmlFormElement? form = null)
    {
        form ??= Form();
        foreach (var element in form.Elements)
        {
            if (
                element is IHtmlInputElement input
                && !input.HasAttribute("disabled")
                && input.Closest("fieldset[disabled]") is null
                && (input.Type is not ("radio" or "checkbox") || input.IsChecked)
            )
            {
                yield return (input.Name!, input.Value);
            }
            else if (element is IHtmlSelectElement select)
            {
                yield return (select.Name!, select.Value!);
            }
        }
    }

    public static async Task<BrowserPage> ReadAsync(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var isPage = answer.Content.Headers.ContentType?.MediaType == "text/html";
        var context = BrowsingContext.New(Configuration.Default);
        var document = isPage ? await context.OpenAsync(r => r.Content(Encoding.UTF8.GetString(bytes)).Address(Sandbox.Host)) : null;
        return new(answer, bytes, document);
    }
}
