using System.Text.Json;
using SamlSp.Testing;

namespace SamlSp.Benchmarks;

/// <summary>Writes the message for node-saml: the same as is measured here, issued now.</summary>
internal static class MessageExport
{
    public static void Write(string path)
    {
        var response = EntraResponse.Make(at: DateTimeOffset.UtcNow);
        File.WriteAllText(
            path,
            JsonSerializer.Serialize(
                new
                {
                    samlResponse = response.ToFormValue(),
                    certificate = TestCertificates.Idp.ExportCertificatePem(),
                    issuer = TestTenant.Issuer,
                    audience = TestSp.EntityId,
                    acsUrl = TestSp.AcsUrl,
                    bytes = response.Bytes.Length,
                }
            )
        );
    }
}
