using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SamlSp.Testing;

/// <summary>
/// Runs <c>xmlsec1</c> in a folder of its own: a signer and verifier that shares nothing with .NET. Disposing removes the folder.
/// </summary>
public sealed class Xmlsec1 : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("samlsp-xmlsec1-").FullName;
    private int files;

    /// <summary>Whether the signature on the element with that <c>ID</c> holds under the certificate's key.</summary>
    /// <param name="xml">The document, UTF-8.</param>
    /// <param name="element">The signed element's expanded name: <c>namespace:local</c>.</param>
    /// <param name="certificate">The key; KeyInfo is not asked.</param>
    /// <param name="signature">XPath of the Signature; null takes the first.</param>
    public bool Verify(ReadOnlySpan<byte> xml, string element, X509Certificate2 certificate, string? signature = null)
    {
        string[] node = signature is null ? [] : ["--node-xpath", signature];
        return Run([
                "--verify",
                "--enabled-key-data",
                "rsa,ecdsa",
                "--pubkey-cert-pem",
                Pem(certificate),
                "--id-attr:ID",
                element,
                .. node,
                Input(xml),
            ]).ExitCode == 0;
    }

    /// <summary>Fills in the Signature template of a document.</summary>
    public byte[] Sign(ReadOnlySpan<byte> xml, string element, X509Certificate2 certificate)
    {
        var output = NewFile();
        Must(Run(["--sign", "--privkey-pem", KeyPem(certificate), "--id-attr:ID", element, "--output", output, Input(xml)]));
        return File.ReadAllBytes(output);
    }

    /// <summary>Encrypts the element that an XPath names, by an EncryptedData template.</summary>
    /// <param name="xml">The document.</param>
    /// <param name="template">EncryptedData with empty CipherValues.</param>
    /// <param name="recipient">The certificate to encrypt for.</param>
    /// <param name="sessionKey">xmlsec1's name of the session key: <c>aes-256</c>.</param>
    /// <param name="xpath">The element.</param>
    public byte[] Encrypt(ReadOnlySpan<byte> xml, string template, X509Certificate2 recipient, string sessionKey, string xpath)
    {
        var output = NewFile();
        Must(
            Run([
                "--encrypt",
                "--pubkey-cert-pem",
                Pem(recipient),
                "--session-key",
                sessionKey,
                "--xml-data",
                Input(xml),
                "--node-xpath",
                xpath,
                "--output",
                output,
                Input(Encoding.UTF8.GetBytes(template)),
            ])
        );
        return File.ReadAllBytes(output);
    }

    /// <summary>Decrypts the first EncryptedData.</summary>
    public byte[] Decrypt(ReadOnlySpan<byte> xml, X509Certificate2 recipient)
    {
        var output = NewFile();
        Must(Run(["--decrypt", "--privkey-pem", KeyPem(recipient), "--output", output, Input(xml)]));
        return File.ReadAllBytes(output);
    }

    /// <summary>Runs xmlsec1 with any arguments.</summary>
    public (int ExitCode, string Output) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("xmlsec1", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    /// <summary>Puts bytes into a new file of the folder, and gives its path.</summary>
    public string Input(ReadOnlySpan<byte> bytes)
    {
        var path = NewFile();
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Must((int ExitCode, string Output) run)
    {
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException("xmlsec1: " + run.Output);
        }
    }

    private string NewFile() => Path.Combine(folder, Interlocked.Increment(ref files) + ".txt");

    private string Pem(X509Certificate2 certificate) => Input(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));

    private string KeyPem(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPrivateKey();
        using var ecdsa = certificate.GetECDsaPrivateKey();
        var pem = rsa?.ExportPkcs8PrivateKeyPem() ?? ecdsa!.ExportPkcs8PrivateKeyPem();
        return Input(Encoding.ASCII.GetBytes(pem));
    }
}
