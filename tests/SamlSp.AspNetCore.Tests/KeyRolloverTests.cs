using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

public sealed class KeyRolloverTests
{
    [Fact]
    public async Task KeyRollover_NewPublishedKey_IsAcceptedAndOldOneRefused()
    {
        var source = new ChangingMetadata();
        await using var app = await TestApp.StartAsync(services: s => s.AddSingleton<IIdentityProviderMetadataSource>(source));
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Browser().SignInAsync(idp => idp.SignWith(TestCertificates.IdpNext))).StatusCode);
        Assert.Contains("Refused: signature_invalid", app.Log.Text, StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromMinutes(5));
        source.Certificate = TestCertificates.IdpNext;
        Assert.Equal(HttpStatusCode.SeeOther, (await app.Browser().SignInAsync(idp => idp.SignWith(TestCertificates.IdpNext))).StatusCode);
        Assert.Contains("The signing keys of contoso have changed", app.Log.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Browser().SignInAsync(idp => idp)).StatusCode);
    }

    [Fact]
    public async Task MetadataRefresh_UnknownKeys_HappensAtMostEveryFiveMinutes()
    {
        var source = new ChangingMetadata();
        await using var app = await TestApp.StartAsync(services: s => s.AddSingleton<IIdentityProviderMetadataSource>(source));
        var before = source.Readings;
        for (var i = 0; i < 10; i++)
        {
            await app.Browser().PostAsync(TestIdp.Create().SignWith(TestCertificates.Untrusted));
        }

        Assert.Equal(before + 1, source.Readings);
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await app.Browser().PostAsync(TestIdp.Create().SignWith(TestCertificates.Untrusted));
        Assert.Equal(before + 2, source.Readings);
    }

    private sealed class ChangingMetadata : IIdentityProviderMetadataSource
    {
        public X509Certificate2 Certificate { get; set; } = TestCertificates.Idp;

        public int Readings { get; private set; }

        public byte[]? Find(string organization)
        {
            Readings++;
            return TestApp.ContosoMetadata(Certificate);
        }
    }
}
