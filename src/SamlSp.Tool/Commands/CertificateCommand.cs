using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace SamlSp.Tool.Commands;

/// <summary><c>samlsp certificate new</c>: creates the SP's key pair, for signing and decryption.</summary>
internal static class CertificateCommand
{
    public static Command Create()
    {
        var subject = new Option<string>("--subject")
        {
            Description = "The certificate's subject: a name, or a whole distinguished name.",
            HelpName = "NAME",
            Required = true,
        };
        var days = new Option<int>("--days")
        {
            Description = "How long it is valid.",
            HelpName = "DAYS",
            DefaultValueFactory = _ => 1095,
        };
        var folder = new Option<string>("--out")
        {
            Description = "The folder.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => "certs/",
        };
        var name = new Option<string>("--name")
        {
            Description = "The files' name; another one than samlsp for the next pair.",
            HelpName = "FILE",
            DefaultValueFactory = _ => "samlsp",
        };
        var json = new Option<bool>("--json") { Description = "Machine-readable." };
        var create = new Command("new", "Creates an SP signing and decryption key pair. Never overwrites a file.")
        {
            subject,
            days,
            folder,
            name,
            json,
        };
        create.SetAction(call =>
            Run(
                call.InvocationConfiguration.Output,
                Subject(call.GetValue(subject)!),
                call.GetValue(days),
                call.GetValue(folder)!,
                call.GetValue(name)!,
                call.GetValue(json)
            )
        );
        return new Command("certificate", "The SP's own keys.") { create };
    }

    private static int Run(TextWriter output, X500DistinguishedName subject, int days, string folder, string name, bool json)
    {
        // (1) The options, and files that must not be overwritten.
        if (days is < 1 or > 36_500)
        {
            throw new UsageException("--days is a number from 1 to 36500");
        }

        if (name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new UsageException("--name has letters, digits, hyphens and underscores");
        }

        var (certificateFile, keyFile) = (Path.Combine(folder, name + ".crt"), Path.Combine(folder, name + ".key"));
        if (File.Exists(certificateFile) || File.Exists(keyFile))
        {
            return Refuse(output, $"{(File.Exists(keyFile) ? keyFile : certificateFile)} already exists. No file was overwritten.", json);
        }

        // (2) The key and its certificate.
        using var rsa = RSA.Create(3072);
        var request = new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true)
        );
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, critical: true)
        );
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(days));
        try
        {
            // (3) The files.
            Directory.CreateDirectory(folder);
            // The certificate first: a key alone would look like a pair to the server.
            Write(
                certificateFile,
                certificate.ExportCertificatePem(),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead
            );
            Write(keyFile, rsa.ExportPkcs8PrivateKeyPem(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"cannot write to {folder}: {exception.Message}");
        }

        output.WriteLine(
            json
                ? new JsonObject
                {
                    ["certificate"] = certificateFile,
                    ["key"] = keyFile,
                    ["sha1"] = certificate.Thumbprint,
                    ["sha256"] = certificate.GetCertHashString(HashAlgorithmName.SHA256),
                    ["notAfter"] = WireJson.Instant(new DateTimeOffset(certificate.NotAfter.ToUniversalTime())),
                }.ToJsonString(ToolFiles.Json)
                : $"{certificateFile}: the certificate, for the identity provider{Environment.NewLine}"
                    + $"  SHA-1   {certificate.Thumbprint}{Environment.NewLine}"
                    + $"  SHA-256 {certificate.GetCertHashString(HashAlgorithmName.SHA256)}{Environment.NewLine}"
                    + $"{keyFile}: the private key, to be kept secret"
        );
        return ToolHost.Positive;
    }

    private static X500DistinguishedName Subject(string name)
    {
        try
        {
            if (name.Contains('=', StringComparison.Ordinal))
            {
                return new(name);
            }

            var builder = new X500DistinguishedNameBuilder();
            builder.AddCommonName(name);
            return builder.Build();
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new UsageException($"--subject '{name}' is no name for a certificate: {exception.Message}");
        }
    }

    private static int Refuse(TextWriter output, string message, bool json)
    {
        output.WriteLine(
            json ? new JsonObject { ["error"] = new JsonObject { ["message"] = message } }.ToJsonString(ToolFiles.Json) : message
        );
        return ToolHost.Negative;
    }

    // CreateNew: a file that has come into being meanwhile is not overwritten either.
    private static void Write(string file, string pem, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using var writer = new StreamWriter(file, options);
        writer.Write(pem + "\n");
    }
}
