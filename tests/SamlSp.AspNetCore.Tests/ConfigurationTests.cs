using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

public sealed class ConfigurationTests
{
    [Fact]
    public async Task Configuration_SeveralMistakes_AreAllReportedWithTheirPath()
    {
        var e = await Assert.ThrowsAsync<SamlSpConfigurationException>(() =>
            TestApp.StartAsync(o =>
            {
                o.BaseUrl = "http://sp.example.com";
                o.ClockSkew = TimeSpan.FromHours(1);
                o.Organizations["contoso"].OrgUnitPath = "IIF(InStr(";
                o.Organizations["contoso"].OrgUnits["guests"] = new() { Session = new() { Frequency = TimeSpan.FromHours(25) } };
                o.Organizations["contoso"].OrgUnits["/finance"] = new() { Session = new() { Method = ReauthenticationMethod.MultiFactor } };
                o.Organizations["unreadable"] = new();
                o.Organizations["missing"] = new();
                o.Organizations["expired"] = new();
                o.Organizations["fabrikam"] = new() { Connection = { SignRequests = true } };
                o.Organizations["file"] = new() { Connection = { MetadataFile = "/nowhere/metadata.xml" } };
            })
        );
        foreach (
            var path in new[]
            {
                "SamlSp:BaseUrl: ",
                "SamlSp:ClockSkew: ",
                "SamlSp:Organizations:contoso:OrgUnitPath: ",
                "SamlSp:Organizations:contoso:OrgUnits:guests: ",
                "SamlSp:Organizations:contoso:OrgUnits:guests:Session:Frequency: ",
                "SamlSp:Organizations:contoso:OrgUnits:/finance:Session:Reauthentication: ",
                "SamlSp:Organizations:unreadable:Connection:",
                "SamlSp:Organizations:missing:Connection: ",
                "SamlSp:Organizations:expired:Connection:",
                "SamlSp:Organizations:fabrikam:Connection:SignRequests: ",
                "SamlSp:Organizations:file:Connection:MetadataFile: ",
            }
        )
        {
            Assert.Contains(e.Errors, error => error.StartsWith(path, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Configuration_NullInAList_IsRefused()
    {
        var settings = new Dictionary<string, string?>
        {
            ["SamlSp:BaseUrl"] = TestSp.BaseUrl,
            ["SamlSp:Organizations:contoso:Domains:0"] = null,
        };
        var e = await Assert.ThrowsAsync<SamlSpConfigurationException>(() => StartAsync(settings));
        Assert.Equal("SamlSp:Organizations:contoso:Domains:0: a value is expected here, not null", Assert.Single(e.Errors));
        settings["SamlSp:Organizations:contoso:Domains:0"] = "example.com";
        await (await StartAsync(settings)).DisposeAsync();
    }

    [Fact]
    public async Task Configuration_UnknownKeysOrWrongTypes_AreRefused()
    {
        var e = await Assert.ThrowsAsync<SamlSpConfigurationException>(() =>
            StartAsync(
                new()
                {
                    ["SamlSp:BaseUrl"] = TestSp.BaseUrl,
                    ["SamlSp:BaseURI"] = "x",
                    ["SamlSp:Session:MaximumLifetime"] = "a day",
                    ["SamlSp:Organizations:contoso:Connection:AllowUnsolicitted"] = "true",
                    ["SamlSp:Organizations:contoso:JustInTime"] = "perhaps",
                    ["SamlSp:Organizations:contoso:OrgUnits:/guests:Session:Method"] = "Fax",
                    ["SamlSp:Organizations:contoso:OrgUnits:/guests:Session:Reauthentication"] = "7",
                    ["SamlSp:Organizations:contoso:Domains"] = "example.com",
                }
            )
        );
        foreach (
            var path in new[]
            {
                "SamlSp:BaseURI: there is no such setting; did you mean BaseUrl?",
                "SamlSp:Session:MaximumLifetime: 'a day'",
                "SamlSp:Organizations:contoso:Connection:AllowUnsolicitted: there is no such setting; did you mean AllowUnsolicited?",
                "SamlSp:Organizations:contoso:JustInTime: 'perhaps'",
                "SamlSp:Organizations:contoso:OrgUnits:/guests:Session:Method: 'Fax' is not one of Any, Interactive, Password, MultiFactor, PhishingResistant",
                "SamlSp:Organizations:contoso:OrgUnits:/guests:Session:Reauthentication: '7'",
                "SamlSp:Organizations:contoso:Domains: a list",
            }
        )
        {
            Assert.Contains(e.Errors, error => error.StartsWith(path, StringComparison.Ordinal));
        }

        Assert.Equal(7, e.Errors.Count);
    }

    [Theory]
    [InlineData("bücher.example", "is a domain of contoso already")]
    [InlineData("XN--bcher-kva.example", "is a domain of contoso already")]
    [InlineData("fabrikam.example.", "is not a domain name")]
    [InlineData("fabrikam.example", null)]
    public async Task Configuration_DomainOfAnotherOrganization_IsRefused(string domain, string? error)
    {
        Task<TestApp> Start() =>
            TestApp.StartAsync(options =>
            {
                options.Organizations["contoso"].Domains = ["bücher.example"];
                options.Organizations["fabrikam"] = new() { Domains = [domain] };
            });
        if (error is null)
        {
            await using var app = await Start();
            Assert.Equal(2, app.Services.GetRequiredService<IOrganizationRegistry>().All.Count);
            return;
        }

        var refused = await Assert.ThrowsAsync<SamlSpConfigurationException>(Start);
        Assert.Equal([$"SamlSp:Organizations:fabrikam:Domains:0: '{domain}' {error}"], refused.Errors);
    }

    [Fact]
    public async Task Configuration_SectionAsDocumented_IsRead()
    {
        await using var app = await StartAsync(
            new()
            {
                ["SamlSp:BaseUrl"] = TestSp.BaseUrl + "/",
                ["SamlSp:EntityId"] = null,
                ["SamlSp:Session:MaximumLifetime"] = "12:00:00",
                ["SamlSp:Organizations:contoso:DisplayName"] = "Contoso",
                ["SamlSp:Organizations:contoso:Domains:0"] = "example.com",
                ["SamlSp:Organizations:contoso:PrimaryDomain"] = "example.com",
                ["SamlSp:Organizations:contoso:TenantDomain"] = "contoso.onmicrosoft.com",
                ["SamlSp:Organizations:contoso:Connection:Protocol"] = "Saml2",
                ["SamlSp:Organizations:contoso:Connection:AllowUnsolicited"] = "true",
                ["SamlSp:Organizations:contoso:NameId:Conditions:0:UserType"] = "any",
                ["SamlSp:Organizations:contoso:NameId:Conditions:0:Source"] = "attribute",
                ["SamlSp:Organizations:contoso:NameId:Conditions:0:Attribute"] = "user.mail",
                ["SamlSp:Organizations:contoso:OrgUnits:/"] = null,
                ["SamlSp:Organizations:contoso:OrgUnits:/guests:Session:Reauthentication"] = "Required",
                ["SamlSp:Organizations:contoso:OrgUnits:/guests:Session:Frequency"] = "04:00:00",
                ["SamlSp:Organizations:contoso:OrgUnits:/guests:Session:Method"] = "Password",
                ["SamlSp:Organizations:contoso:Roles:reader:0"] = "group",
                ["SamlSp:Organizations:contoso:Provisioning:Tokens:0"] = "secret",
            }
        );
        var contoso = Assert.Single(app.Services.GetRequiredService<IOrganizationRegistry>().All);
        Assert.Equal(TimeSpan.FromHours(4), contoso.Policies.At("/guests").Frequency);
        Assert.Equal(["reader"], contoso.RolesOf(["GROUP"], []));
        Assert.True(contoso.IdentityProvider!.Trust.AllowUnsolicited);
        Assert.Equal("user.mail", Assert.Single(contoso.Options.NameId.Conditions!).Attribute);
    }

    [Theory]
    [InlineData("24:00:00", 24 * 60)]
    [InlineData("08:00:00", 8 * 60)]
    [InlineData("1.00:30:00", (24 * 60) + 30)]
    public async Task Duration_HoursMinutesSeconds_AreReadExactly(string written, int minutes)
    {
        await using var app = await StartAsync(new() { ["SamlSp:BaseUrl"] = TestSp.BaseUrl, ["SamlSp:Session:MaximumLifetime"] = written });
        var options = app.Services.GetRequiredService<SamlSpSchemes>().Default.Options;
        Assert.Equal(TimeSpan.FromMinutes(minutes), options.Session.MaximumLifetime);
    }

    [Theory]
    [InlineData("08:60:00")]
    [InlineData("8")]
    [InlineData("8 hours")]
    [InlineData("-08:00:00")]
    public async Task Duration_InvalidText_IsRefused(string written) =>
        await Assert.ThrowsAsync<SamlSpConfigurationException>(() =>
            StartAsync(new() { ["SamlSp:BaseUrl"] = TestSp.BaseUrl, ["SamlSp:Session:MaximumLifetime"] = written })
        );

    [Fact]
    public async Task TwoSchemes_SamePath_AreRefused()
    {
        var e = await Assert.ThrowsAsync<SamlSpConfigurationException>(() =>
            TestApp.StartAsync(services: s => s.AddAuthentication().AddSamlSp("Second", o => o.BaseUrl = TestSp.BaseUrl))
        );
        Assert.Contains("shares /Saml2", Assert.Single(e.Errors), StringComparison.Ordinal);
        await using var app = await TestApp.StartAsync(
            services: s =>
                s.AddAuthentication()
                    .AddSamlSp(
                        "Second",
                        o =>
                        {
                            o.BaseUrl = TestSp.BaseUrl;
                            o.ModulePath = "/partner/Saml2";
                        }
                    ),
            map: app => app.MapSamlSp("Second")
        );
        Assert.Contains(
            "/partner/Saml2/Acs",
            await (await app.Browser().GetAsync("/partner/Saml2")).Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );

        // What does not depend on the scheme is mapped once.
        using var session = await app.Browser().GetAsync("/session", accept: "application/json");
        Assert.Equal(HttpStatusCode.Unauthorized, session.StatusCode);
    }

    private static async Task<WebApplication> StartAsync(Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton<TimeProvider>(TestClock.Create());
        builder.Services.AddSingleton(TestApp.Metadata);
        builder.Services.AddAuthentication().AddSamlSp(builder.Configuration.GetSection("SamlSp"));
        var app = builder.Build();
        try
        {
            await app.StartAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
