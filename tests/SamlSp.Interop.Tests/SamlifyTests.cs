using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.Interop.Tests;

/// <summary>A Response that samlify makes. It is a library for messages, so there is no identity provider to sign in at.</summary>
public sealed class SamlifyTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("samlsp-samlify").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Response_OwnTemplate_IsRefusedWithWhatToSet()
    {
        var refusal = (await VerifyAsync(withStatement: false)).Refusal;
        Assert.Equal(RefusalCodes.AuthnStatementMissing, refusal!.Code);
        Assert.Equal("docs/identity-providers.md#samlify", refusal.Recipe!.Help);
    }

    [Fact]
    public async Task Response_TemplateWithAuthnStatement_IsAccepted()
    {
        var result = await VerifyAsync(withStatement: true);
        Assert.True(result.Accepted, result.Refusal?.ToString());
        Assert.Equal("dwho@badwolf.org", result.Assertion.NameId.Value);
    }

    private async Task<VerificationResult> VerifyAsync(bool withStatement)
    {
        using var pair = TestCertificates.CreateRsa("idp.example.org");
        using var key = pair.GetRSAPrivateKey()!;
        await File.WriteAllTextAsync(Path.Combine(_folder, "idp.crt"), pair.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(_folder, "idp.key"), key.ExportPkcs8PrivateKeyPem());
        var start = new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(Repository.Root, "tests/SamlSp.Interop.Tests/Peers/node/samlify-response.js"));
        start.ArgumentList.Add(_folder);
        start.ArgumentList.Add(TestSp.EntityId);
        start.ArgumentList.Add(TestSp.AcsUrl);
        if (withStatement)
        {
            start.ArgumentList.Add("1");
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        using var xml = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(xml);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        var issuer = new TrustedIssuer
        {
            EntityId = "https://idp.example.org/metadata",
            SigningKeys = [VerificationKey.FromCertificate(pair)],
        };
        return new ResponseVerifier(new(), TimeProvider.System).VerifyXml(
            xml.ToArray(),
            new()
            {
                EntityId = TestSp.EntityId,
                AssertionConsumerServiceUrl = TestSp.AcsUrl,
                FindIssuer = _ => issuer,
                Correlation = RequestCorrelation.Answers("_request"),
            }
        );
    }
}
