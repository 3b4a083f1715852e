using System.Security.Cryptography.X509Certificates;
using SamlSp.Protocol;

namespace SamlSp.Tool.Tests;

public sealed class OwnerLinkCommandTests : IDisposable
{
    private readonly ToolRun _run = new();

    public OwnerLinkCommandTests() => ToolRun.Json(0, "certificate", "new", "--subject", "sp", "--out", _run.Folder);

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("contoso")]
    [InlineData("*")]
    public void OwnerLink_ServerKeyAndOrganization_SignsAToken(string subject)
    {
        var json = ToolRun.Json(
            0,
            [
                "owner-link",
                "--server",
                "https://sp.example.com/",
                "--certs",
                _run.Folder,
                .. subject == "*" ? Array.Empty<string>() : ["--organization", subject],
            ]
        );
        var url = json.GetProperty("url").GetString()!;
        Assert.StartsWith("https://sp.example.com/owner-link?token=", url, StringComparison.Ordinal);
        var key = VerificationKey.FromCertificate(X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_run.Folder, "samlsp.crt")));
        Assert.True(
            OperatorToken.TryVerify(
                url[(url.IndexOf('=', StringComparison.Ordinal) + 1)..],
                [key],
                "owner-link",
                "https://sp.example.com",
                DateTimeOffset.UtcNow,
                out var token
            )
        );
        Assert.Equal(subject, token.Subject);
        Assert.InRange(json.GetProperty("expiresAt").GetDateTimeOffset(), DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddMinutes(5));
    }

    [Fact]
    public void OwnerLink_WrongArguments_ExitsWithTwoAndNamesTheOption()
    {
        Assert.Contains("--server", ToolRun.Wrong("owner-link"), StringComparison.Ordinal);
        Assert.Contains(
            "--organization",
            ToolRun.Wrong("owner-link", "--server", "https://sp.example.com", "--organization", "not a name", "--certs", _run.Folder),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "key pair",
            ToolRun.Wrong("owner-link", "--server", "https://sp.example.com", "--certs", Path.Combine(_run.Folder, "none")),
            StringComparison.Ordinal
        );
    }
}
