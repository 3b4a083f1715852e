using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SamlSp.Tool.Tests;

public sealed class CertificateCommandTests : IDisposable
{
    private readonly ToolRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void CertificateNew_SubjectAndDays_CreatesMatchingKeyPair()
    {
        var folder = Path.Combine(_run.Folder, "certs");
        var json = ToolRun.Json(0, "certificate", "new", "--subject", "sp.example.com", "--days", "30", "--out", folder);
        using var certificate = X509Certificate2.CreateFromPemFile(
            json.GetProperty("certificate").GetString()!,
            json.GetProperty("key").GetString()!
        );
        Assert.Equal("CN=sp.example.com", certificate.Subject);
        Assert.Equal(certificate.Thumbprint, json.GetProperty("sha1").GetString());
        Assert.Equal(certificate.GetCertHashString(HashAlgorithmName.SHA256), json.GetProperty("sha256").GetString());
        Assert.True(certificate.HasPrivateKey);
        Assert.Equal(3072, certificate.GetRSAPublicKey()!.KeySize);
        Assert.InRange((certificate.NotAfter.ToUniversalTime() - DateTime.UtcNow).TotalDays, 29.9, 30.1);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(json.GetProperty("key").GetString()!));
        }
    }

    [Fact]
    public void CertificateNew_CreatedKey_SignsAndDecrypts()
    {
        ToolRun.Json(0, "certificate", "new", "--subject", "sp", "--out", _run.Folder);
        using var certificate = X509Certificate2.CreateFromPemFile(
            Path.Combine(_run.Folder, "samlsp.crt"),
            Path.Combine(_run.Folder, "samlsp.key")
        );
        Assert.NotNull(Protocol.SigningKey.FromCertificate(certificate));
        using var key = certificate.GetRSAPrivateKey()!;
        Assert.Equal(
            "x"u8.ToArray(),
            key.Decrypt(
                certificate.GetRSAPublicKey()!.Encrypt("x"u8.ToArray(), RSAEncryptionPadding.OaepSHA256),
                RSAEncryptionPadding.OaepSHA256
            )
        );
    }

    [Fact]
    public void CertificateNew_SecondPair_HasItsOwnFileName()
    {
        ToolRun.Json(0, "certificate", "new", "--subject", "sp", "--out", _run.Folder);
        ToolRun.Json(0, "certificate", "new", "--subject", "sp", "--out", _run.Folder, "--name", "samlsp-2029");
        Assert.Equal(
            ["samlsp-2029.crt", "samlsp-2029.key", "samlsp.crt", "samlsp.key"],
            Directory.GetFiles(_run.Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("samlsp.crt")]
    [InlineData("samlsp.key")]
    public void CertificateNew_FileExists_OverwritesNothing(string file)
    {
        var path = Path.Combine(_run.Folder, file);
        File.WriteAllText(path, "mine");
        ToolRun.Json(1, "certificate", "new", "--subject", "sp", "--out", _run.Folder);
        Assert.Equal("mine", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_run.Folder));
    }

    [Fact]
    public void CertificateNew_FullDistinguishedName_IsTaken()
    {
        ToolRun.Json(0, "certificate", "new", "--subject", "CN=sp, O=Example", "--out", _run.Folder);
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_run.Folder, "samlsp.crt"));
        Assert.Equal("CN=sp, O=Example", certificate.Subject);
    }

    [Fact]
    public void Certificate_WrongArguments_PrintsOneLineAndExitsWithTwo()
    {
        ToolRun.Wrong("certificate", "new");
        ToolRun.Wrong("certificate");
        ToolRun.Wrong("certificate", "new", "--subject", "sp", "--days", "0", "--out", _run.Folder);
        ToolRun.Wrong("certificate", "new", "--subject", "=", "--out", _run.Folder);
        ToolRun.Wrong("certificate", "new", "--subject", "sp", "--out", Path.Combine(_run.File("a file"), "certs"));
        Assert.Empty(Directory.GetFiles(_run.Folder, "samlsp.*"));
    }
}
