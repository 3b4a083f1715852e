using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.Directory.Tests;

/// <summary>Nodes on which users sign in: the middleware and the store together, with one organization that is declared.</summary>
internal static class OrganizationNodes
{
    public const string DeclaredIssuer = "https://sts.windows.net/dddddddd-0000-0000-0000-000000000000/";

    /// <summary>Adds the middleware with the declared organization <c>declared</c>.</summary>
    public static void AddSignIn(IServiceCollection services) =>
        services
            .AddAuthentication()
            .AddSamlSp(options =>
            {
                options.BaseUrl = TestSp.BaseUrl;
                options.Organizations["declared"] = new()
                {
                    Domains = ["declared.example"],
                    Connection = { Metadata = Metadata(DeclaredIssuer) },
                };
            });

    public static TestStore OnSqlite() => TestStore.OnSqlite(services: AddSignIn);

    /// <summary>Contoso as its owner would enter it.</summary>
    public static OrganizationOptions Contoso() =>
        new()
        {
            DisplayName = "Contoso",
            Domains = [TestTenant.PrimaryDomain],
            PrimaryDomain = TestTenant.PrimaryDomain,
            TenantDomain = TestTenant.Domain,
            Connection = { Metadata = Metadata(TestTenant.Issuer), AllowUnsolicited = true },
        };

    public static string Metadata(string issuer) => new TestMetadata { EntityId = issuer }.ToXml();

    public static IOrganizationDirectory Organizations(this TestStore node) => node.Services.GetRequiredService<IOrganizationDirectory>();

    public static IOrganizationRegistry Registry(this TestStore node) => node.Services.GetRequiredService<IOrganizationRegistry>();

    /// <summary>Hands a response of Contoso's tenant to a node, as a tile in My Apps would; returns the outcome.</summary>
    public static async Task<SignInOutcome> SignInAsync(this TestStore node, Func<TestIdp, TestIdp>? who = null)
    {
        var scheme = node.Services.GetRequiredService<SamlSpSchemes>().Default;
        var idp = TestIdp.Create().Unsolicited().At(node.Clock.GetUtcNow());
        var context = new DefaultHttpContext { RequestServices = node.Services };
        return await node
            .Services.GetRequiredService<SamlSignIn>()
            .RunAsync(
                new(new(context, scheme), node.Registry(), pending: null, started: 0),
                System.Text.Encoding.ASCII.GetBytes((who?.Invoke(idp) ?? idp).SignedResponse().ToFormValue())
            );
    }

    /// <summary>Waits until something holds, ten seconds at most; returns how long it took.</summary>
    public static async Task<TimeSpan> UntilAsync(Func<bool> holds)
    {
        var started = System.Diagnostics.Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(started.Elapsed < TimeSpan.FromSeconds(10), "It does not come to hold.");
            await Task.Delay(20);
        }

        return started.Elapsed;
    }
}
