using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SamlSp.Testing;

namespace SamlSp.Tool.Tests;

public sealed class MetadataCommandTests : IDisposable
{
    private readonly ToolRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Metadata_FileFromEntra_PrintsKeysWithTheirDaysLeft()
    {
        var file = _run.File(new TestMetadata { Certificates = [TestCertificates.Idp, TestCertificates.IdpExpired] }.ToBytes());
        var json = ToolRun.Json(0, "metadata", file, "--now", "2026-11-22T06:00:00Z");
        Assert.Equal(TestTenant.Issuer, json.GetProperty("entityId").GetString());
        Assert.Equal(TestTenant.SignOnUrl, json.GetProperty("singleSignOnServices")[0].GetProperty("location").GetString());
        Assert.Equal(TestTenant.SignOnUrl, json.GetProperty("singleLogoutServices")[0].GetProperty("location").GetString());
        Assert.Equal([769, -1], json.GetProperty("signingKeys").EnumerateArray().Select(k => k.GetProperty("daysLeft").GetInt32()));
        Assert.Equal("2028-12-31T00:00:00Z", json.GetProperty("signingKeys")[0].GetProperty("notAfter").GetString());
        var text = ToolRun.Run("metadata", file, "--now", "2026-11-22T06:00:00Z").Output;
        Assert.Contains("769 days left", text, StringComparison.Ordinal);
        Assert.Equal(TestCertificates.Idp.Thumbprint, json.GetProperty("signingKeys")[0].GetProperty("sha1").GetString());
        Assert.Contains("SHA-1     " + TestCertificates.Idp.Thumbprint, text, StringComparison.Ordinal);
        Assert.Contains(
            "SHA-256   " + TestCertificates.Idp.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256),
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("expired", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_Url_IsReadUpToItsLimit()
    {
        await using var server = WebApplication.CreateSlimBuilder().Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.MapGet("/metadata", () => Results.Bytes(new TestMetadata().ToBytes(), "application/samlmetadata+xml"));
        server.MapGet("/large", () => Results.Bytes(new byte[(4 * 1024 * 1024) + 1]));
        await server.StartAsync();
        var address = server.Urls.First();
        Assert.Equal(TestTenant.Issuer, ToolRun.Json(0, "metadata", address + "/metadata").GetProperty("entityId").GetString());
        ToolRun.Wrong("metadata", address + "/large");
        ToolRun.Wrong("metadata", address + "/missing");
    }

    [Fact]
    public void Metadata_DocumentThatIsNoMetadata_ExitsWithOne() =>
        Assert.NotEmpty(ToolRun.Json(1, "metadata", _run.File("<a/>")).GetProperty("error").GetProperty("message").GetString()!);

    [Fact]
    public void Metadata_WrongArguments_PrintsOneLineAndExitsWithTwo()
    {
        ToolRun.Wrong("metadata");
        ToolRun.Wrong("metadata", "missing.xml");
        ToolRun.Wrong("metadata", "http://127.0.0.1:1/metadata.xml");
        ToolRun.Wrong("metadata", "https://[/metadata.xml");
        ToolRun.Wrong("metadata", _run.File("<a/>"), "--now", "x");
    }
}
