using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.Console.Tests;

/// <summary>The console works whatever the application calls its scheme.</summary>
public sealed class OtherSchemeNameTests
{
    [Fact]
    public async Task ConsolePages_SchemeHasAnotherName_OwnerSeesEach()
    {
        var app = new ConsoleApp
        {
            Scheme = "SamlNext",
            Terms = new() { Version = "1", Text = "Be kind." },
        };
        await app.InitializeAsync();
        try
        {
            var browser = await app.BrowserAsync(ConsoleRoles.Owner);
            await browser.PostAsync(Assert.Single((await browser.PageAsync("/terms")).QuerySelectorAll("form").OfType<IHtmlFormElement>()));
            var seen = new List<string>();
            foreach (var page in Pages(app))
            {
                using var response = await browser.GetAsync(page);
                Assert.True(response.StatusCode == HttpStatusCode.OK, $"{page}: {(int)response.StatusCode}");
                seen.Add(page);
            }

            Assert.Contains("/", seen);
            Assert.Contains("/terms", seen, StringComparer.OrdinalIgnoreCase);
            Assert.Contains("/console/certificates", seen, StringComparer.OrdinalIgnoreCase);
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    /// <summary>The pages that need no ID in their address.</summary>
    private static IEnumerable<string> Pages(ConsoleApp app) =>
        app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null && e.RoutePattern.Parameters.All(p => p.IsOptional))
            .Select(e =>
                "/"
                + string.Join(
                    '/',
                    e.RoutePattern.PathSegments.Where(s =>
                            s.IsSimple && s.Parts[0] is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart
                        )
                        .Select(s => ((Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart)s.Parts[0]).Content)
                )
            )
            .Distinct(StringComparer.OrdinalIgnoreCase);
}
