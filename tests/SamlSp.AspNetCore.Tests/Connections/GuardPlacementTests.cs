using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests.Connections;

/// <summary>A guard before authentication sees no session. It is refused, with the line to move.</summary>
public sealed class GuardPlacementTests
{
    [Fact]
    public async Task Guard_BeforeAuthentication_IsRefusedAtStart()
    {
        await using var app = Build();
        app.UseSamlSpSessionGuard();
        app.UseAuthentication();

        var refused = await Assert.ThrowsAsync<SamlSpConfigurationException>(() => app.StartAsync());

        Assert.StartsWith(
            "app.UseSamlSpSessionGuard(): stands before app.UseAuthentication()",
            Assert.Single(refused.Errors),
            StringComparison.Ordinal
        );
    }

    /// <summary>A WebApplication adds authentication at the beginning if the application does not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Guard_AfterAuthentication_IsAccepted(bool isExplicit)
    {
        await using var app = Build();
        if (isExplicit)
        {
            app.UseAuthentication();
        }

        app.UseSamlSpSessionGuard();
        app.MapGet("/", () => "hello");
        await app.StartAsync();

        using var client = app.GetTestClient();
        Assert.Equal("hello", await client.GetStringAsync(new Uri("/", UriKind.Relative)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Guard_InAStartupClass_NeedsAuthenticationBefore(bool isBefore)
    {
        using var host = new HostBuilder()
            .ConfigureWebHost(web =>
                web.UseTestServer()
                    .ConfigureServices(AddSamlSp)
                    .Configure(app =>
                    {
                        if (isBefore)
                        {
                            app.UseAuthentication();
                        }

                        app.UseSamlSpSessionGuard();
                    })
            )
            .Build();

        if (isBefore)
        {
            await host.StartAsync();
            return;
        }

        var refused = await Assert.ThrowsAsync<SamlSpConfigurationException>(() => host.StartAsync());
        Assert.Contains("there is no app.UseAuthentication() before it", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A branch does not know what is added to the pipeline after it.</summary>
    [Fact]
    public async Task Guard_InABranchBeforeAuthentication_IsRefusedAtTheFirstRequest()
    {
        await using var app = Build();
        app.Map("/branch", branch => branch.UseSamlSpSessionGuard().Run(_ => Task.CompletedTask));
        app.UseAuthentication();
        app.Map("/good", branch => branch.UseSamlSpSessionGuard().Run(_ => Task.CompletedTask));
        await app.StartAsync();

        using var client = app.GetTestClient();
        await client.GetStringAsync(new Uri("/good", UriKind.Relative));
        await Assert.ThrowsAsync<SamlSpConfigurationException>(() => client.GetStringAsync(new Uri("/branch", UriKind.Relative)));
    }

    [Fact]
    public async Task Guard_WithoutAScheme_SaysWhatToCall()
    {
        var builder = WebApplication.CreateSlimBuilder();
        await using var app = builder.Build();

        var refused = Assert.Throws<InvalidOperationException>(() => app.UseSamlSpSessionGuard());

        Assert.Contains("AddSamlSp", refused.Message, StringComparison.Ordinal);
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        AddSamlSp(builder.Services);
        return builder.Build();
    }

    private static void AddSamlSp(IServiceCollection services)
    {
        services
            .AddAuthentication()
            .AddSamlSp(options =>
            {
                options.BaseUrl = TestSp.BaseUrl;
                options.Organizations["contoso"] = TestApp.Contoso();
            });
        services.AddSingleton(TestApp.Metadata);
    }
}
