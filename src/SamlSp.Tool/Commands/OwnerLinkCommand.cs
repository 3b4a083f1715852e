using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using SamlSp.Protocol;

namespace SamlSp.Tool.Commands;

/// <summary>
/// <c>samlsp owner-link</c>: a link by which a user becomes an owner. The right to read the server's key is the proof that the caller is
/// the operator.
/// </summary>
internal static class OwnerLinkCommand
{
    private const string NewOrganization = "*";

    public static Command Create()
    {
        var server = new Option<string>("--server")
        {
            Description = "The server's address, as its BaseUrl says.",
            HelpName = "URL",
            Required = true,
        };
        var organization = new Option<string?>("--organization")
        {
            Description = "The organization's name; without it, the link creates a new one.",
            HelpName = "NAME",
        };
        var folder = new Option<string>("--certs")
        {
            Description = "The folder with the server's key pair.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => "certs/",
        };
        var name = new Option<string>("--name")
        {
            Description = "The pair's file name in the folder.",
            HelpName = "FILE",
            DefaultValueFactory = _ => "samlsp",
        };
        var json = new Option<bool>("--json") { Description = "Machine-readable." };
        var command = new Command("owner-link", "Creates a link by which a user becomes an owner: valid for 5 minutes, for one use.")
        {
            server,
            organization,
            folder,
            name,
            json,
        };
        command.SetAction(call =>
            Run(
                call.InvocationConfiguration.Output,
                ServerAddress.Parse(call.GetValue(server)!),
                call.GetValue(organization),
                Path.Combine(call.GetValue(folder)!, call.GetValue(name)!),
                call.GetValue(json)
            )
        );
        return command;
    }

    private static int Run(TextWriter output, string server, string? organization, string pair, bool json)
    {
        if (
            organization is not null
            && (organization.Length is 0 or > 64 || !organization.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
        )
        {
            throw new UsageException("--organization is a name of letters, digits, dots, hyphens and underscores");
        }

        using var certificate = Read(pair);
        var now = DateTimeOffset.UtcNow;
        var token = OperatorToken.Create(
            SigningKey.FromCertificate(certificate),
            "owner-link",
            organization ?? NewOrganization,
            server,
            now
        );
        var url = $"{server.TrimEnd('/')}/owner-link?token={token}";
        output.WriteLine(
            json
                ? new JsonObject { ["url"] = url, ["expiresAt"] = WireJson.Instant(now + OperatorToken.MaximumLifetime) }.ToJsonString(
                    ToolFiles.Json
                )
                : url
        );
        return ToolHost.Positive;
    }

    private static X509Certificate2 Read(string pair)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(pair + ".crt", pair + ".key");
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new UsageException($"cannot read the key pair {pair}.crt and {pair}.key: {exception.Message}");
        }
    }
}
