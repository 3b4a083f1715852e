using SamlSp.Testing;

namespace SamlSp.Release.Tests;

/// <summary><c>samples/MultiTenant</c>: each customer's users sign in at the customer's own tenant.</summary>
public sealed class MultiTenantSampleTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp-tenants").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Sample_TenantByHostOrPath_SignsInThere()
    {
        var project = Path.Combine(Repository.Root, "samples/MultiTenant");
        File.Copy(Path.Combine(project, "appsettings.json"), Path.Combine(_folder, "appsettings.json"));
        await File.WriteAllBytesAsync(Path.Combine(_folder, "contoso-metadata.xml"), new TestMetadata().ToBytes());
        await File.WriteAllBytesAsync(
            Path.Combine(_folder, "fabrikam-metadata.xml"),
            new TestMetadata
            {
                EntityId = TestTenant.HomeIssuer,
                Certificates = [TestCertificates.IdpNext],
                SignedBy = null,
            }.ToBytes()
        );
        await using var sample = await SampleApp.StartAsync(
            _folder,
            Path.Combine(project, $"bin/{Repository.Configuration}/net10.0/MultiTenant.dll")
        );

        // By host: the answer comes back to that host.
        const string Host = "contoso.app.example.com";
        var byHost = await sample.GetAsync("/", Host);
        Assert.Equal(302, byHost.Status);
        var signedIn = await sample.PostAsync(
            "/Saml2/Acs",
            Host,
            ("SAMLResponse", Answer(byHost.Location!, $"https://{Host}/Saml2/Acs", TestIdp.Create().Member())),
            ("RelayState", SampleApp.Parameter(new Uri(byHost.Location!).Query, "RelayState"))
        );
        Assert.True(signedIn.Status == 303, sample.Output);
        Assert.Equal("Hello, alice@example.com of contoso", (await sample.GetAsync("/", Host)).Body);

        // By path: a session of one customer does not count for another.
        Assert.Equal("Hello, alice@example.com of contoso", (await sample.GetAsync("/contoso", "app.example.com")).Body);
        var other = await sample.GetAsync("/fabrikam", "app.example.com");
        Assert.Equal(302, other.Status);
        Assert.Equal(404, (await sample.GetAsync("/nobody", "app.example.com")).Status);
    }

    private static string Answer(string location, string acs, TestIdp idp) =>
        idp.At(DateTimeOffset.UtcNow)
            .For("https://app.example.com/Saml2")
            .SentTo(acs)
            .Answering(SampleApp.RequestId(new Uri(location).Query))
            .ToFormValue();
}
