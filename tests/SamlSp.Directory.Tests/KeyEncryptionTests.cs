using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SamlSp.AspNetCore;

namespace SamlSp.Directory.Tests;

/// <summary>Data protection keys at rest.</summary>
public sealed class KeyEncryptionTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp-keys-").FullName;

    [Fact]
    public async Task KeyRing_WithCertificate_IsEncryptedInTheStore()
    {
        var certificate = Certificate("a.pem");
        Assert.Contains("masterKey", await KeysAsync(null), StringComparison.Ordinal);
        var stored = await KeysAsync(certificate);
        Assert.DoesNotContain("masterKey", stored, StringComparison.Ordinal);
        Assert.Contains(CertificateKeyEncryptor.Element, stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyRing_CertificateChanged_IsReadByNodesWithTheOldOne()
    {
        var (old, current) = (Certificate("old.pem"), Certificate("new.pem"));
        await using var first = await TestStore.OnSqlite(o => o.KeyCertificates = [old]).StartAsync();
        var text = Protector(first).Protect("hello");

        await using var second = TestStore.On(new() { ConnectionString = "Data Source=" + first.File, KeyCertificates = [current, old] });
        Assert.Equal("hello", Protector(second).Unprotect(text));
        await using var withoutOldKey = TestStore.On(new() { ConnectionString = "Data Source=" + first.File, KeyCertificates = [current] });
        Assert.ThrowsAny<CryptographicException>(() => Protector(withoutOldKey).Unprotect(text));
    }

    [Fact]
    public async Task KeyHealth_KeyThatCannotBeDecrypted_IsDegraded()
    {
        var (old, current) = (Certificate("old.pem"), Certificate("new.pem"));
        await using var first = await TestStore.OnSqlite(o => o.KeyCertificates = [old]).StartAsync();
        Protector(first).Protect("hello");
        Assert.Equal(HealthStatus.Healthy, (await KeyHealthAsync(first)).Status);
        await using var without = TestStore.On(new() { ConnectionString = "Data Source=" + first.File, KeyCertificates = [current] });
        var entry = await KeyHealthAsync(without);
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.StartsWith(
            "1 of 1 data protection keys cannot be read: The data protection key is encrypted with the certificate",
            entry.Description,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("missing.pem")]
    [InlineData("garbage.pem")]
    [InlineData("ec.pem")]
    public async Task KeyCertificate_Unusable_IsRefusedAtStart(string file)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "garbage.pem"), "garbage");
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            Write("ec.pem", new CertificateRequest("CN=ec", key, HashAlgorithmName.SHA256), key.ExportPkcs8PrivateKeyPem());
        }

        var good = Certificate("good.pem");
        await using var store = TestStore.OnSqlite(o => o.KeyCertificates = [good, Path.Combine(_folder, file)]);
        var refused = await Assert.ThrowsAsync<SamlSpConfigurationException>(() => store.StartAsync());
        Assert.StartsWith("SamlSp:Storage:KeyCertificates:1: ", Assert.Single(refused.Errors), StringComparison.Ordinal);
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    private static async Task<HealthReportEntry> KeyHealthAsync(TestStore store) =>
        (await store.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "stored_keys")).Entries[
            "stored_keys"
        ];

    private static IDataProtector Protector(TestStore store) =>
        store.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static async Task<string> KeysAsync(string? certificate)
    {
        await using var store = await TestStore.OnSqlite(o => o.KeyCertificates = certificate is null ? [] : [certificate]).StartAsync();
        Protector(store).Protect("x");
        await using var context = await store.OpenAsync();
        return string.Concat(await context.Set<KeyRow>().Select(k => k.Xml).ToListAsync());
    }

    private string Certificate(string file)
    {
        using var rsa = RSA.Create(2048);
        return Write(
            file,
            new CertificateRequest("CN=keys", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            rsa.ExportPkcs8PrivateKeyPem()
        );
    }

    private string Write(string file, CertificateRequest request, string privateKey)
    {
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        var path = Path.Combine(_folder, file);
        File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + privateKey + "\n");
        return path;
    }
}
