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
        var token = Read(url);
        Assert.Equal(subject, token.Subject);
        Assert.Equal(json.GetProperty("expiresAt").GetDateTimeOffset(), token.ExpiresAt);
        Assert.InRange(token.ExpiresAt, DateTimeOffset.UtcNow.AddHours(23.9), DateTimeOffset.UtcNow.AddHours(24));
        Assert.InRange(url.Length, 40, 120);
    }

    [Theory]
    [InlineData("30m", 0.5)]
    [InlineData("4h", 4)]
    [InlineData("7d", 168)]
    public void OwnerLink_Valid_SetsTheEnd(string valid, double hours)
    {
        var json = ToolRun.Json(0, "owner-link", "--server", "https://sp.example.com", "--certs", _run.Folder, "--valid", valid);
        var end = Read(json.GetProperty("url").GetString()!).ExpiresAt;
        Assert.InRange(end, DateTimeOffset.UtcNow.AddHours(hours - 0.05), DateTimeOffset.UtcNow.AddHours(hours));
    }

    [Theory]
    [InlineData("8d")]
    [InlineData("1m")]
    [InlineData("4")]
    [InlineData("-1h")]
    [InlineData("99999999h")]
    public void OwnerLink_ValidOutOfBounds_IsRefused(string valid) =>
        Assert.Contains(
            "--valid",
            ToolRun.Wrong("owner-link", "--server", "https://sp.example.com", "--certs", _run.Folder, "--valid=" + valid),
            StringComparison.Ordinal
        );

    private OwnerLinkToken Read(string url)
    {
        var pair = Path.Combine(_run.Folder, "samlsp");
        using var certificate = X509Certificate2.CreateFromPemFile(pair + ".crt", pair + ".key");
        Assert.True(
            OwnerLinkToken.TryVerify(
                url[(url.IndexOf('=', StringComparison.Ordinal) + 1)..],
                [SigningKey.FromCertificate(certificate)],
                "https://sp.example.com",
                DateTimeOffset.UtcNow,
                out var token,
                out _
            )
        );
        return token;
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
