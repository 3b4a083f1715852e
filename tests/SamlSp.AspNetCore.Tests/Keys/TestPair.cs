using System.Security.Cryptography.X509Certificates;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>A folder with an existing key pair, since creating one takes seconds.</summary>
internal static class TestPair
{
    public static string Folder()
    {
        var folder = Directory.CreateTempSubdirectory("samlsp").FullName;
        File.WriteAllText(Path.Combine(folder, "samlsp.crt"), TestCertificates.Sp.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "samlsp.key"), TestCertificates.Sp.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return folder;
    }
}
