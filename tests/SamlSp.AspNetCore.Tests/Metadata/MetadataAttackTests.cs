using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>
/// Group J of the catalogue of attacks: attacks on metadata. Each is tested beside a document from the same builder that
/// is accepted.
/// </summary>
public sealed class MetadataAttackTests
{
    // J01
    [Theory]
    [InlineData("unsigned", "not signed")]
    [InlineData("untrusted key", "signature does not hold")]
    [InlineData("tampered", "signature does not hold")]
    [InlineData("wrapped", "not signed")]
    public async Task MetadataRefresh_NotSignedByThePinnedKey_IsRefused(string attack, string why)
    {
        var next = new TestMetadata { SignedBy = TestCertificates.Sp, Certificates = [TestCertificates.IdpNext] };
        await using var at = await MetadataApp.StartAsync(
            new TestMetadata { SignedBy = TestCertificates.Sp }.ToBytes(),
            c => c.MetadataSigningCertificates.Add(TestCertificates.Sp.ExportCertificatePem())
        );
        var signed = Encoding.UTF8.GetString(next.ToBytes()[3..]);
        at.Server.Serve(
            attack switch
            {
                "unsigned" => (next with { SignedBy = null }).ToBytes(),
                "untrusted key" => (next with { SignedBy = TestCertificates.Untrusted }).ToBytes(),
                "tampered" => Encoding.UTF8.GetBytes(
                    signed.Replace(TestTenant.SignOnUrl, "https://evil.example/saml2", StringComparison.Ordinal)
                ),
                _ => Encoding.UTF8.GetBytes(
                    Wrapped(signed, (next with { SignedBy = null, Certificates = [TestCertificates.Untrusted] }).ToXml())
                ),
            }
        );
        Assert.Contains(why, await at.RefreshAsync(), StringComparison.Ordinal);
        Assert.False(await at.SignsInAsync(attack == "wrapped" ? TestCertificates.Untrusted : TestCertificates.IdpNext));
        Assert.True(await at.SignsInAsync(TestCertificates.Idp));

        at.Server.Serve(next.ToBytes());
        Assert.Null(await at.RefreshAsync());
        Assert.True(await at.SignsInAsync(TestCertificates.IdpNext));
    }

    // J02
    [Fact]
    public async Task Metadata_PastValidUntil_IsNotUsed()
    {
        await using var at = await MetadataApp.StartAsync(
            MetadataApp.Document(TestCertificates.Idp, "validUntil=\"2026-11-22T09:00:00Z\"")
        );
        Assert.True(await at.SignsInAsync(TestCertificates.Idp));
        at.Server.Serve(MetadataApp.Document(TestCertificates.Idp, "validUntil=\"2026-11-22T07:00:00Z\""));
        Assert.Equal("the metadata has expired (validUntil)", await at.RefreshAsync());
        Assert.True(await at.SignsInAsync(TestCertificates.Idp));

        await at.RefreshAsync();
        Assert.False(await at.SignsInAsync(TestCertificates.Idp));
        Assert.Contains("Refused: metadata_expired", at.App.Log.Text, StringComparison.Ordinal);
    }

    // J02
    [Fact]
    public async Task Metadata_WithoutValidUntil_ExpiresByAge()
    {
        await using var at = await MetadataApp.StartAsync();
        Assert.Equal(TestClock.Now.AddDays(30), at.Provider.UsableUntil);
    }

    // J03
    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/", "not one of the public internet")]
    [InlineData("http://[fe80::1]/", "not one of the public internet")]
    [InlineData("http://10.0.0.1/", "not one of the public internet")]
    [InlineData("http://[::ffff:127.0.0.2]/", "not one of the public internet")]
    [InlineData("http://localhost/metadata", "not one of the public internet")]
    [InlineData("file:///etc/passwd", "another scheme")]
    [InlineData("ftp://example.com/", "another scheme")]
    public async Task MetadataRefresh_RedirectToPrivateAddress_IsRefused(string location, string why)
    {
        await using var at = await MetadataApp.StartAsync();
        at.Server.Redirect(location);
        Assert.Contains(why, await at.RefreshAsync(), StringComparison.Ordinal);
        Assert.True(await at.SignsInAsync(TestCertificates.Idp));

        at.Server.Answer = async context =>
        {
            if (context.Request.Path == "/metadata")
            {
                context.Response.Redirect("/elsewhere");
            }
            else
            {
                await context.Response.Body.WriteAsync(MetadataApp.Document(TestCertificates.IdpNext));
            }
        };
        Assert.Null(await at.RefreshAsync());
        Assert.True(await at.SignsInAsync(TestCertificates.IdpNext));
    }

    // J03
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task MetadataFetcher_UntrustedPrivateAddress_IsRefused(string host)
    {
        await using var server = await MetadataServer.StartAsync(MetadataApp.Document(TestCertificates.Idp));
        var url = new Uri(server.Url.Replace("127.0.0.1", host, StringComparison.Ordinal));
        var fetcher = new MetadataFetcher();
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => fetcher.GetAsync(url, trusted: false, new(), default));
        Assert.Contains("not one of the public internet", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.Requests);

        Assert.NotEmpty(await fetcher.GetAsync(url, trusted: true, new(), default));
        Assert.NotEmpty(await fetcher.GetAsync(url, trusted: false, new() { AllowPrivateAddresses = true }, default));
    }

    // J03
    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("100.64.1.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("64:ff9b::a9fe:a9fe", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    public void PublicAddresses_SpecialAddress_IsNotPublic(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddresses.IsPublic(IPAddress.Parse(address)));

    // J04
    [Theory]
    [InlineData("hangs", "no answer within 2 seconds")]
    [InlineData("drips", "no answer within 2 seconds")]
    [InlineData("gigabyte", "larger than 4 MiB")]
    [InlineData("loop", "more than 3 redirects")]
    public async Task MetadataRefresh_SlowOrEndlessServer_IsAborted(string attack, string why)
    {
        var limit = attack is "hangs" or "drips" ? TimeSpan.FromSeconds(2) : TimeSpan.FromSeconds(20);
        await using var at = await MetadataApp.StartAsync(configure: options => options.Metadata.Timeout = limit);
        if (attack == "hangs")
        {
            at.Server.Hang();
        }
        else if (attack == "drips")
        {
            at.Server.Drip();
        }
        else if (attack == "gigabyte")
        {
            at.Server.SendAGigabyte();
        }
        else
        {
            at.Server.Redirect("/metadata");
        }

        var refreshing = at.RefreshAsync();
        Assert.True(await at.SignsInAsync(TestCertificates.Idp));
        Assert.Contains(why, await refreshing, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Degraded, (await at.HealthAsync("metadata")).Status);

        at.Server.Serve(MetadataApp.Document(TestCertificates.IdpNext));
        Assert.Null(await at.RefreshAsync());
        Assert.True(await at.SignsInAsync(TestCertificates.IdpNext));
        Assert.Equal(HealthStatus.Healthy, (await at.HealthAsync("metadata")).Status);
    }

    // J05
    [Fact]
    public async Task MetadataRefresh_OtherOrSeveralIdentityProviders_IsRefused()
    {
        await using var at = await MetadataApp.StartAsync();
        at.Server.Serve(TestApp.TestMetadata.Document(TestTenant.HomeIssuer, TestTenant.SignOnUrl, TestCertificates.Untrusted));
        Assert.Equal("it is that of another identity provider", await at.RefreshAsync());
        at.Server.Serve(
            Encoding.UTF8.GetBytes(
                "<EntitiesDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\">"
                    + Encoding.UTF8.GetString(MetadataApp.Document(TestCertificates.Untrusted))
                    + Encoding.UTF8.GetString(
                        TestApp.TestMetadata.Document(TestTenant.HomeIssuer, TestTenant.SignOnUrl, TestCertificates.Untrusted)
                    )
                    + "</EntitiesDescriptor>"
            )
        );
        Assert.Contains("holds 2 identity providers", await at.RefreshAsync(), StringComparison.Ordinal);
        Assert.False(await at.SignsInAsync(TestCertificates.Untrusted));
        Assert.True(await at.SignsInAsync(TestCertificates.Idp));
    }

    // J06
    [Fact]
    public async Task MetadataRefresh_OlderSignedDocument_IsRefused()
    {
        TestMetadata Signed(X509Certificate2 key, string until) =>
            new()
            {
                SignedBy = TestCertificates.Sp,
                Certificates = [key],
                Change = t => t.Replace("<EntityDescriptor ", $"<EntityDescriptor validUntil=\"{until}\" ", StringComparison.Ordinal),
            };
        await using var at = await MetadataApp.StartAsync(
            Signed(TestCertificates.Idp, "2026-12-01T00:00:00Z").ToBytes(),
            c => c.MetadataSigningCertificates.Add(TestCertificates.Sp.ExportCertificatePem())
        );
        at.Server.Serve(Signed(TestCertificates.IdpNext, "2026-12-02T00:00:00Z").ToBytes());
        Assert.Null(await at.RefreshAsync());
        at.Server.Serve(Signed(TestCertificates.Idp, "2026-12-01T00:00:00Z").ToBytes());
        Assert.Contains("older than the one in use", await at.RefreshAsync(), StringComparison.Ordinal);
        Assert.False(await at.SignsInAsync(TestCertificates.Idp));
        Assert.True(await at.SignsInAsync(TestCertificates.IdpNext));
    }

    // J06
    [Fact]
    public async Task MetadataRefresh_WithdrawnKeysReturn_IsLogged()
    {
        await using var at = await MetadataApp.StartAsync();
        at.Server.Serve(MetadataApp.Document(TestCertificates.IdpNext));
        await at.RefreshAsync();
        Assert.DoesNotContain("are back", at.App.Log.Text, StringComparison.Ordinal);
        at.Server.Serve(MetadataApp.Document(TestCertificates.Idp));
        await at.RefreshAsync();
        Assert.Contains("Signing keys of contoso that had been withdrawn are back", at.App.Log.Text, StringComparison.Ordinal);
    }

    // J07
    [Fact]
    public async Task KeyRollover_BothKeysPublished_AreAcceptedAndUnknownKeyIsLookedUpOnce()
    {
        await using var at = await MetadataApp.StartAsync(
            new TestMetadata { Certificates = [TestCertificates.Idp, TestCertificates.IdpNext] }.ToBytes()
        );
        Assert.True(await at.SignsInAsync(TestCertificates.Idp));
        Assert.True(await at.SignsInAsync(TestCertificates.IdpNext));
        var before = at.Server.Requests;
        for (var i = 0; i < 5; i++)
        {
            Assert.False(await at.SignsInAsync(TestCertificates.Untrusted));
        }

        Assert.Equal(before + 1, at.Server.Requests);
    }

    // J08
    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://login.example.com/saml2")]
    [InlineData("https://user@login.example.com/saml2")]
    public async Task MetadataRefresh_EndpointWithoutHttps_IsRefused(string location)
    {
        await using var at = await MetadataApp.StartAsync();
        at.Server.Serve(TestApp.TestMetadata.Document(TestTenant.Issuer, location, TestCertificates.Idp));
        Assert.Contains("no SingleSignOnService with an https URL", await at.RefreshAsync(), StringComparison.Ordinal);
        Assert.Equal(TestTenant.SignOnUrl, at.Provider.SingleSignOnService.Location);
    }

    // J09
    [Fact]
    public async Task MetadataRefresh_DocumentType_IsRefused()
    {
        await using var at = await MetadataApp.StartAsync();
        at.Server.Serve([
            .. "<!DOCTYPE EntityDescriptor [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"u8,
            .. MetadataApp.Document(TestCertificates.Untrusted),
        ]);
        Assert.Contains("The metadata cannot be read", await at.RefreshAsync(), StringComparison.Ordinal);
        Assert.True(await at.SignsInAsync(TestCertificates.Idp));
    }

    // J10
    [Fact]
    public async Task LastKnownGoodMetadata_StartWithoutNetwork_IsUsedForALimitedTime()
    {
        var store = new InMemoryMetadataStore();
        await using (var first = await MetadataApp.StartAsync(store: store))
        {
            var url = first.Server.Url;
            await first.Server.DisposeAsync();
            await using var again = await MetadataApp.StartAsync(store: store, server: first.Server, at: TestClock.Now.AddDays(29));
            Assert.True(again.Provider.Status.IsLastKnownGood);
            Assert.True(await again.SignsInAsync(TestCertificates.Idp));
            Assert.Equal(HealthStatus.Degraded, (await again.HealthAsync("metadata")).Status);
            Assert.Contains(
                "could not be read at start; using the metadata read at 2026-11-22T06:00:00",
                again.App.Log.Text,
                StringComparison.Ordinal
            );

            again.App.Clock.Advance(TimeSpan.FromDays(1));
            Assert.False(await again.SignsInAsync(TestCertificates.Idp));
            Assert.Contains("Refused: metadata_expired", again.App.Log.Text, StringComparison.Ordinal);

            await using var tooLate = await MetadataApp.StartAsync(store: store, server: first.Server, at: TestClock.Now.AddDays(31));
            Assert.Contains("cannot be used either", (await tooLate.HealthAsync("metadata")).Description, StringComparison.Ordinal);

            // What was kept is of one source, and good for no other.
            await using var moved = await MetadataApp.StartAsync(
                connection: c => c.MetadataUrl = url + "/other",
                store: store,
                server: first.Server
            );
            Assert.StartsWith(
                "contoso: no user can sign in, the identity provider was never read: Connection:MetadataUrl: cannot read",
                (await moved.HealthAsync("metadata")).Description,
                StringComparison.Ordinal
            );
        }
    }

    private static string Wrapped(string signed, string evil)
    {
        var inner = signed[signed.IndexOf("<EntityDescriptor", StringComparison.Ordinal)..];
        var outer = evil[evil.IndexOf("<EntityDescriptor", StringComparison.Ordinal)..]
            .Replace("_5f1c9d6e-metadata", "_evil", StringComparison.Ordinal);
        return outer.Replace("<RoleDescriptor", "<Extensions>" + inner + "</Extensions><RoleDescriptor", StringComparison.Ordinal);
    }
}
