using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

public sealed class OwnKeyTests : IDisposable
{
    private static readonly DateTimeOffset Now = TestClock.Now;
    private readonly string _folder = Directory.CreateTempSubdirectory("samlsp-keys").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task OwnKeys_NewPair_IsPublishedAtOnceAndSignsAfterAWeek()
    {
        var old = Write("samlsp", Now.AddYears(-1));
        await using var app = await StartAsync();
        Assert.Equal([Base64(old)], await PublishedAsync(app));

        var next = Write("next", Now);
        await RefreshAsync(app, TimeSpan.FromMinutes(1));
        Assert.Equal([Base64(old), Base64(next)], await PublishedAsync(app));
        Assert.Equal(old.Thumbprint, Keys(app).Certificate!.Thumbprint);
        Assert.Equal(
            (KeyPairState.Next, Now.AddDays(7)),
            Keys(app).Pairs.Where(p => p.Name == "next").Select(p => (p.State, p.SignsFrom)).Single()
        );
        Assert.True(await SignsInAsync(app, next));

        await RefreshAsync(app, TimeSpan.FromDays(7));
        Assert.Equal([Base64(next)], await PublishedAsync(app));
        Assert.Equal(next.Thumbprint, Keys(app).Certificate!.Thumbprint);
        Assert.True(await SignsInAsync(app, old));
        Assert.Contains("Our own keys are now: next (Active", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OperatorToken_SignedByAnOldPair_IsVerified()
    {
        var old = Write("samlsp", Now.AddYears(-1));
        Write("next", Now.AddDays(-8));
        await using var app = await StartAsync();
        var token = OperatorToken.Create(SigningKey.FromCertificate(old), "trace", "x", TestSp.BaseUrl, Now);
        Assert.True(OperatorToken.TryVerify(token, Keys(app).Verification, "trace", TestSp.BaseUrl, Now, out _));
    }

    [Fact]
    public async Task OwnKeys_IncompletePair_KeepsTheLastKeys()
    {
        var old = Write("samlsp", Now.AddYears(-1));
        await using var app = await StartAsync();
        File.WriteAllText(Path.Combine(_folder, "next.crt"), "-----BEGIN CERTIFICATE-----\nhalf");
        File.WriteAllText(Path.Combine(_folder, "next.key"), "");
        await RefreshAsync(app, TimeSpan.FromMinutes(1));
        Assert.Equal(old.Thumbprint, Keys(app).Certificate!.Thumbprint);
        Assert.Contains("Our own keys could not be read again", app.Log.Text, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Degraded, (await HealthAsync(app)).Status);

        Write("next", Now.AddDays(-8));
        await RefreshAsync(app, TimeSpan.FromMinutes(1));
        Assert.Equal("next", Keys(app).Pairs[0].Name);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(app)).Status);
    }

    [Fact]
    public async Task OwnKeys_PfxWithPassword_IsUsedAndAWrongPasswordStopsTheStart()
    {
        using var pair = TestCertificates.CreateRsa("pfx", notBefore: Now.AddDays(-30));
        File.WriteAllBytes(Path.Combine(_folder, "vault.pfx"), pair.Export(X509ContentType.Pfx, "secret"));
        await using (var app = await StartAsync(o => o.Certificates.Password = "secret"))
        {
            Assert.Equal(pair.Thumbprint, Keys(app).Certificate!.Thumbprint);
            Assert.True(await SignsInAsync(app, pair));
            Assert.Single(Directory.GetFiles(_folder));
        }

        var refused = await Assert.ThrowsAsync<SamlSpConfigurationException>(() => StartAsync(o => o.Certificates.Password = "wrong"));
        Assert.StartsWith("SamlSp:Certificates:Directory: vault.pfx: ", Assert.Single(refused.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnKeys_KeyInAVault_SignsAndDecrypts()
    {
        using var pair = TestCertificates.CreateRsa("in the vault", notBefore: Now.AddDays(-30));
        using var key = new VaultKey(pair.GetRSAPrivateKey()!);
        using var certificate = X509CertificateLoader.LoadCertificate(pair.RawData);
        await using var app = await TestApp.StartAsync(services: s =>
            s.AddSingleton<ISigningKeyProvider>(new Vault([new("vault", certificate, key)]))
        );
        Assert.Equal([Base64(pair)], await PublishedAsync(app));
        Assert.True(key.Signatures > 0);
        Assert.True(await SignsInAsync(app, pair));
        Assert.True(key.Decryptions > 0);
    }

    [Fact]
    public async Task CertificateExpiry_DaysLeft_AreInHealthLogAndMetrics()
    {
        Write("samlsp", Now.AddDays(-300), Now.AddDays(20));
        var measured = new Dictionary<string, int>(StringComparer.Ordinal);
        using var listener = new System.Diagnostics.Metrics.MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Name == "samlsp.certificate.days_left")
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>(
            (_, days, tags, _) => measured[string.Join(',', tags.ToArray().Select(t => t.Value)) + days] = days
        );
        await using var app = await StartAsync();
        listener.Start();
        await RefreshAsync(app, TimeSpan.Zero);
        Assert.Contains("Our own certificate ends in 20 days", app.Log.Text, StringComparison.Ordinal);
        var health = await HealthAsync(app);
        Assert.Equal((HealthStatus.Degraded, "our own certificate ends in 20 days"), (health.Status, health.Description));
        listener.RecordObservableInstruments();
        Assert.Contains("own,20", measured.Keys);

        Write("next", Now);
        await RefreshAsync(app, TimeSpan.FromMinutes(1));
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(app)).Status);
    }

    [Fact]
    public async Task CertificateMetrics_ReadAfterStop_DoNotThrow()
    {
        Write("samlsp", Now.AddDays(-300), Now.AddDays(20));
        var app = await StartAsync();
        var watch = app.Services.GetRequiredService<CertificateWatch>();
        Assert.NotEmpty(watch.Providers());
        await app.DisposeAsync();
        Assert.Null(Record.Exception(() => (watch.Providers().Count(), watch.Keys().Count())));
    }

    [Fact]
    public async Task CertificateExpiry_Expired_IsLoggedAndInHealth()
    {
        Write("samlsp", Now.AddDays(-300), Now.AddDays(-2));
        await using var app = await StartAsync();
        await RefreshAsync(app, TimeSpan.Zero);
        Assert.Contains("Our own certificate has ended", app.Log.Text, StringComparison.Ordinal);
        Assert.Equal("our own certificate has ended", (await HealthAsync(app)).Description);
    }

    [Fact]
    public async Task CertificateExpiry_IdentityProviderCertificate_IsLoggedAndInHealth()
    {
        using var ending = TestCertificates.CreateRsa("idp", notBefore: Now.AddYears(-3), notAfter: Now.AddDays(5));
        await using var at = await MetadataApp.StartAsync(MetadataApp.Document(ending));
        await at.App.Services.GetRequiredService<KeyRefresher>().RefreshAsync(default);
        Assert.Contains("The signing certificate of contoso ends in 5 days", at.App.Log.Text, StringComparison.Ordinal);
        Assert.Matches("no newer one [(]SHA-1 [0-9A-F]{40}, SHA-256 [0-9A-F]{64}[)]", at.App.Log.Text);
        Assert.Equal("the signing certificate of contoso ends in 5 days", (await at.HealthAsync("certificates")).Description);
    }

    private static string Base64(X509Certificate2 certificate) => Convert.ToBase64String(certificate.RawData);

    private static ServiceProviderKeys Keys(TestApp app) => app.Services.GetRequiredService<SamlSpSchemes>().Default.Keys;

    private static async Task RefreshAsync(TestApp app, TimeSpan later)
    {
        app.Clock.Advance(later);
        await app.Services.GetRequiredService<KeyRefresher>().RefreshAsync(default);
    }

    private static async Task<HealthReportEntry> HealthAsync(TestApp app) =>
        (await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["certificates"];

    private static async Task<string[]> PublishedAsync(TestApp app)
    {
        var metadata = await (await app.Browser().GetAsync("/Saml2")).Content.ReadAsStringAsync();
        var keys = XElement.Parse(metadata).Descendants().Where(e => e.Name.LocalName == "KeyDescriptor").ToList();
        string[] Of(string use) => [.. keys.Where(k => k.Attribute("use")!.Value == use).Select(k => k.Value.Trim())];
        Assert.Equal(Of("signing"), Of("encryption"));
        return Of("signing");
    }

    private static async Task<bool> SignsInAsync(TestApp app, X509Certificate2 encryptFor) =>
        (await app.Browser().SignInAsync(idp => idp.Encrypted(new TestEncryption { Recipient = encryptFor }))).StatusCode
        == HttpStatusCode.SeeOther;

    private X509Certificate2 Write(string name, DateTimeOffset notBefore, DateTimeOffset? notAfter = null)
    {
        var pair = TestCertificates.CreateRsa(name, notBefore: notBefore, notAfter: notAfter ?? notBefore.AddYears(3));
        File.WriteAllText(Path.Combine(_folder, name + ".crt"), pair.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, name + ".key"), pair.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return pair;
    }

    private Task<TestApp> StartAsync(Action<SamlSpOptions>? configure = null) =>
        TestApp.StartAsync(o =>
        {
            o.Certificates.Directory = _folder;
            configure?.Invoke(o);
        });

    private sealed class Vault(IReadOnlyList<ProvidedKeyPair> pairs) : ISigningKeyProvider
    {
        public ValueTask<IReadOnlyList<ProvidedKeyPair>> GetAsync(CancellationToken cancellationToken) => new(pairs);
    }

    /// <summary>Signs and decrypts, and never exports its private key.</summary>
    private sealed class VaultKey(RSA inner) : RSA
    {
        public int Signatures { get; private set; }

        public int Decryptions { get; private set; }

        public override int KeySize => inner.KeySize;

        public override RSAParameters ExportParameters(bool includePrivateParameters) =>
            includePrivateParameters ? throw new CryptographicException("It stays here.") : inner.ExportParameters(false);

        public override void ImportParameters(RSAParameters parameters) => throw new NotSupportedException();

        public override byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)
        {
            Signatures++;
            return inner.SignHash(hash, hashAlgorithm, padding);
        }

        public override byte[] Decrypt(byte[] data, RSAEncryptionPadding padding)
        {
            Decryptions++;
            return inner.Decrypt(data, padding);
        }

        protected override byte[] HashData(byte[] data, int offset, int count, HashAlgorithmName hashAlgorithm) =>
            SHA256.HashData(data.AsSpan(offset, count));
    }
}
