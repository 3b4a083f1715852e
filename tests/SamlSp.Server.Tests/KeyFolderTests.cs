using System.Security.Cryptography.X509Certificates;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

public sealed class KeyFolderTests
{
    [Fact]
    public async Task KeyFolder_OnlyAPfx_SignsAndEncryptsStoredKeys()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-pfx").FullName;
        try
        {
            using var pair = TestCertificates.CreateRsa("vault.example.com");
            await File.WriteAllBytesAsync(Path.Combine(folder, "vault.pfx"), pair.Export(X509ContentType.Pfx, "secret"));
            await using var server = await ServerProcess.StartAsync(
                new() { ["Certificates"] = new { Directory = folder, Password = "secret" } }
            );
            using var client = new HttpClient();
            Assert.Contains(
                Convert.ToBase64String(pair.RawData),
                await client.GetStringAsync(new Uri(server.BaseUrl + "/Saml2")),
                StringComparison.Ordinal
            );

            // No key beside the one that was given; and the note of which store the keys belong to.
            Assert.Equal(
                ["store.json", "vault.pfx"],
                System.IO.Directory.GetFiles(folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)
            );
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }
}
