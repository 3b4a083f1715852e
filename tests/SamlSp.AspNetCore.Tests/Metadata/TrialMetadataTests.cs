using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>A trial sign-in reads metadata again as a real one does, and does not change that of the organization.</summary>
public sealed class TrialMetadataTests
{
    [Fact]
    public async Task TrialSignIn_KeyOfTheTrialDoesNotFit_LeavesStoredMetadata()
    {
        var store = new InMemoryMetadataStore();
        await using var at = await MetadataApp.StartAsync(store: store, services: s => s.AddSingleton<ITrialSignInSource, Trial>());
        var browser = at.App.Browser();
        var (id, relayState, _) = await browser.StartAsync("/Saml2/Test?id=1");
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (await browser.PostAsync(TestIdp.Create().Member().SignWith(TestCertificates.Untrusted).Answering(id), relayState)).StatusCode
        );
        Assert.Equal(
            "signature_invalid",
            at.App.Services.GetRequiredService<ITrialSignInSource>() is Trial { Code: var code } ? code : null
        );
        Assert.Equal(at.Server.Url, (await store.FindAsync("contoso", default))!.Source);
        Assert.DoesNotContain("have changed", at.App.Log.Text, StringComparison.Ordinal);

        // A real one does keep what it reads.
        at.Server.Serve(MetadataApp.Document(TestCertificates.IdpNext));
        Assert.True(await at.SignsInAsync(TestCertificates.IdpNext));
        Assert.Contains("The signing keys of contoso have changed", at.App.Log.Text, StringComparison.Ordinal);
    }

    private sealed class Trial(OrganizationBuilder builder) : ITrialSignInSource
    {
        public string? Code { get; private set; }

        public async Task<(Organization Organization, string ReturnUrl)?> FindAsync(
            HttpContext context,
            string test,
            CancellationToken cancellationToken
        )
        {
            var settings = TestApp.Contoso();
            settings.Connection.Metadata = Encoding.UTF8.GetString(MetadataApp.Document(TestCertificates.IdpNext));
            var (organization, _) = await builder.BuildAsync(
                "contoso",
                settings,
                builder.Registry.TryGet("contoso", out var known) ? known : null,
                saved: false,
                cancellationToken
            );
            return (organization!, "/");
        }

        public Task CompleteAsync(
            string test,
            Organization organization,
            SignInTrace trace,
            SignInOutcome outcome,
            CancellationToken cancellationToken
        )
        {
            Code = outcome.Code;
            return Task.CompletedTask;
        }
    }
}
