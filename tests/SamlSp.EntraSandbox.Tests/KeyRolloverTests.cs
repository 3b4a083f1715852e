using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SamlSp.AspNetCore;
using SamlSp.Testing;
using Xunit.Abstractions;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>The tenant rolls its signing key while users sign in; the app reads its metadata over the network.</summary>
public sealed class KeyRolloverTests(ITestOutputHelper output)
{
    private const int PerSecond = 20;
    private const int Seconds = 6;

    [Fact]
    public async Task KeyRollover_UnderSignIns_AcceptsThePublishedKeyOnly()
    {
        var clock = TestClock.Create();
        var options = new EntraSandboxOptions();
        options.ServiceProviders.Add(
            new()
            {
                EntityId = Sandbox.Host + "/Saml2",
                AcsUrl = Sandbox.Host + "/Saml2/Acs",
                LogoutUrl = Sandbox.Host + "/Saml2/Logout",
                StartUrl = Sandbox.Host + "/Saml2/SignIn?organization=contoso",
            }
        );
        var tenant = new EntraSandboxTenant(Options.Create(options), clock);
        var readings = 0;
        await using var metadata = await ServeAsync(() =>
        {
            Interlocked.Increment(ref readings);
            return tenant.Metadata;
        });
        var url = metadata.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/metadata";
        var refusals = new ConcurrentQueue<string>();
        await using var app = await StartAsync(tenant, options, clock, url, refusals);
        var (signedIn, first) = (new ConcurrentQueue<TimeSpan>(), readings);

        var started = Stopwatch.GetTimestamp();
        var rolling = Task.Run(async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(Seconds / 3.0));
            tenant.PublishNewKey();
            tenant.ActivateNewestKey(); // At once: the app cannot have read of it.
            await Task.Delay(TimeSpan.FromSeconds(Seconds / 3.0));
            tenant.RetireInactiveKeys();
        });
        var signIns = new List<Task>();
        for (var i = 0; i < PerSecond * Seconds; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / PerSecond) - Stopwatch.GetElapsedTime(started);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due);
            }

            signIns.Add(
                Task.Run(async () =>
                {
                    var begun = Stopwatch.GetTimestamp();
                    Assert.Equal(HttpStatusCode.SeeOther, await SignInAsync(app));
                    signedIn.Enqueue(Stopwatch.GetElapsedTime(begun));
                })
            );
        }

        await Task.WhenAll(signIns.Append(rolling));
        var took = Stopwatch.GetElapsedTime(started);
        output.WriteLine(
            $"{signedIn.Count} sign-ins in {took.TotalSeconds:0.0} s, {refusals.Count} refused, {readings - first} readings of the metadata, slowest {signedIn.Max().TotalMilliseconds:0} ms"
        );
        Assert.Equal(PerSecond * Seconds, signedIn.Count);
        Assert.Empty(refusals);
        Assert.Equal(1, readings - first);

        // A key that was never published: the metadata has been read moments ago, and is not read again for it.
        using var attacker = new Browser(app.GetTestServer().CreateHandler());
        var forged = TestIdp
            .Create()
            .Member()
            .Tenant(options.TenantId)
            .SignWith(TestCertificates.Untrusted)
            .At(clock.GetUtcNow())
            .For(Sandbox.Host + "/Saml2")
            .SentTo(Sandbox.Host + "/Saml2/Acs")
            .Unsolicited()
            .SignedResponse();
        Assert.Equal(HttpStatusCode.Forbidden, (await attacker.PostAsync("/Saml2/Acs", ("SAMLResponse", forged.ToFormValue()))).Status);
        Assert.Equal(["signature_invalid"], refusals);
    }

    private static async Task<HttpStatusCode> SignInAsync(WebApplication app)
    {
        using var browser = new Browser(app.GetTestServer().CreateHandler());
        var asked = await browser.GetAsync((await browser.GetAsync("/Saml2/SignIn?organization=contoso&ReturnUrl=/")).Location);
        var page = await browser.PickAsync(asked, "alice");
        return (await browser.PostAsync(page.Form().Action, [.. page.Fields(page.Form())])).Status;
    }

    private static async Task<WebApplication> ServeAsync(Func<byte[]> document)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(context => context.Response.Body.WriteAsync(document(), context.RequestAborted).AsTask());
        await server.StartAsync();
        return server;
    }

    private static async Task<WebApplication> StartAsync(
        EntraSandboxTenant tenant,
        EntraSandboxOptions sandbox,
        TimeProvider clock,
        string metadataUrl,
        ConcurrentQueue<string> refusals
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(new RefusalLog(refusals));
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(tenant);
        builder
            .Services.AddAuthentication()
            .AddSamlSp(saml =>
            {
                saml.BaseUrl = Sandbox.Host;
                saml.Organizations["contoso"] = new()
                {
                    PrimaryDomain = "example.com",
                    TenantDomain = "contoso.onmicrosoft.com",
                    Connection = { MetadataUrl = metadataUrl, AllowUnsolicited = true },
                };
            });
        builder.Services.AddEntraSandbox(options => options.ServiceProviders.Add(sandbox.ServiceProviders[0]));
        var app = builder.Build();
        app.UseAuthentication();
        app.MapEntraSandbox();
        app.MapSamlSp();
        await app.StartAsync();
        return app;
    }
}
