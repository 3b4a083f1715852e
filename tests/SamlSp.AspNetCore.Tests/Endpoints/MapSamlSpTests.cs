using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>The endpoints of MapSamlSp are endpoints as the framework knows them.</summary>
public sealed class MapSamlSpTests
{
    [Theory]
    [InlineData("/Saml2", "GET")]
    [InlineData("/Saml2/SignIn", "GET")]
    [InlineData("/Saml2/Acs", "POST")]
    [InlineData("/Saml2/Logout", "POST")]
    [InlineData("/auth/oidc/callback", "GET")]
    public async Task Endpoints_OfTheProtocols_AreRoutesForEverybodyWithARateLimit(string path, string method)
    {
        await using var app = await TestApp.StartAsync();
        var endpoint = Assert.Single(
            app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>(),
            e =>
                e.RoutePattern.RawText == path
                && e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(method, StringComparer.Ordinal) == true
        );
        Assert.NotNull(endpoint.Metadata.GetMetadata<IAllowAnonymous>());
        Assert.Equal(SamlSpDefaults.SignInRateLimit, endpoint.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName);
    }

    [Theory]
    [InlineData("DELETE", "/Saml2", "GET")]
    [InlineData("HEAD", "/saml2/signin", "GET")]
    [InlineData("GET", "/saml2/ACS", "POST")]
    [InlineData("PUT", "/Saml2/Logout", "GET, POST")]
    [InlineData("POST", "/Auth/Oidc/Callback", "GET")]
    public async Task Endpoint_AnotherMethod_Answers405WithAllow(string method, string path, string allowed)
    {
        await using var app = await TestApp.StartAsync();
        using var answer = await app.Browser().SendAsync(new(new(method), path));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed.Split(", "), answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("/Saml2")]
    [InlineData("/SAML2/")]
    [InlineData("/saml2/pages.css")]
    public async Task Endpoint_HeadAndAnyCase_Answers(string path)
    {
        await using var app = await TestApp.StartAsync();
        using var answer = await app.Browser().SendAsync(new(HttpMethod.Head, path));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Endpoint_MoreRequestsThanTheLimit_Answers429WithRetryAfter()
    {
        await using var app = await StartAsync(useRateLimiter: true, map: true);
        var browser = new TestBrowser(app.GetTestServer(), TestClock.Create());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/Saml2")).StatusCode);
        using var answer = await browser.GetAsync("/Saml2/SignIn");
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }

    [Fact]
    public async Task Endpoint_AppWithoutTheRateLimiter_HasNoLimit()
    {
        await using var app = await StartAsync(useRateLimiter: false, map: true);
        var browser = new TestBrowser(app.GetTestServer(), TestClock.Create());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/Saml2")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/Saml2")).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_WithoutMapSamlSp_SaysSoInTheLog(bool map)
    {
        var log = new LogCollector();
        await using var app = await StartAsync(useRateLimiter: false, map, log);
        Assert.Equal(!map, log.Lines.Any(line => line.Contains("Call app.MapSamlSp()", StringComparison.Ordinal)));
    }

    private static async Task<WebApplication> StartAsync(bool useRateLimiter, bool map, LogCollector? log = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(log ?? new());
        builder.Services.AddSingleton(TestApp.Metadata);
        builder.Services.Configure<SamlSpRateLimitOptions>(limits => limits.SignInPerMinute = 1);
        builder
            .Services.AddAuthentication()
            .AddSamlSp(options =>
            {
                options.BaseUrl = TestSp.BaseUrl;
                options.Organizations["contoso"] = TestApp.Contoso();
            });
        var app = builder.Build();
        if (useRateLimiter)
        {
            app.UseRateLimiter();
        }

        app.UseAuthentication();
        if (map)
        {
            app.MapSamlSp();
        }

        await app.StartAsync();
        return app;
    }
}
