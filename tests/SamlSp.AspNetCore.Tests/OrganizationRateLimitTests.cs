using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>One organization cannot use up the server for the others, and forged responses cannot use up an organization's limit.</summary>
public sealed class OrganizationRateLimitTests
{
    [Fact]
    public async Task OrganizationRateLimit_Exceeded_LimitsOnlyThatOrganization()
    {
        await using var app = await StartAsync();

        // Forged responses in its name do not count.
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await SignInAsync(app, idp => idp.SignWith(TestCertificates.IdpNext))).StatusCode);
        }

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await SignInAsync(app, idp => idp)).StatusCode);
        }

        var refused = await SignInAsync(app, idp => idp);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.DoesNotContain(
            TestBrowser.SessionCookie,
            refused.Headers.TryGetValues("Set-Cookie", out var cookies) ? string.Concat(cookies) : "",
            StringComparison.Ordinal
        );
        Assert.Contains(
            $"Refused: rate_limited, reference {TestBrowser.Reference(await refused.Content.ReadAsStringAsync())}",
            app.Log.Text,
            StringComparison.Ordinal
        );

        Assert.Equal(
            HttpStatusCode.SeeOther,
            (await SignInAsync(app, idp => idp.Tenant(TestTenant.HomeId).SignWith(TestCertificates.IdpNext))).StatusCode
        );
    }

    private static Task<HttpResponseMessage> SignInAsync(TestApp app, Func<TestIdp, TestIdp> who) =>
        app.Browser().PostAsync(who(TestIdp.Create().At(app.Clock.GetUtcNow()).Member().Unsolicited()));

    private static Task<TestApp> StartAsync() =>
        TestApp.StartAsync(
            options =>
            {
                options.Organizations["contoso"].Connection.AllowUnsolicited = true;
                options.Organizations["fabrikam"] = TestApp.Contoso();
                options.Organizations["fabrikam"].Domains = ["fabrikam.example"];
                options.Organizations["fabrikam"].Connection.AllowUnsolicited = true;
            },
            services => services.Configure<SamlSpRateLimitOptions>(limits => limits.SignInPerOrganizationPerMinute = 2)
        );
}
