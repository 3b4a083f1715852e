using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using SamlSp.Protocol;

namespace SamlSp.Tool.Commands;

/// <summary>
/// <c>samlsp owner-link</c>: a link by which a user becomes an owner, to show or to mail. The right to read the server's key is the proof
/// that the caller is the operator.
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
        var valid = new Option<string>("--valid")
        {
            Description = "How long the link is valid, in minutes, hours or days: 30m, 4h, 3d. At most 7d.",
            HelpName = "TIME",
            DefaultValueFactory = _ => "24h",
        };
        var json = new Option<bool>("--json") { Description = "Machine-readable." };
        var command = new Command("owner-link", "Creates a link by which a user becomes an owner: for one use, within hours or days.")
        {
            server,
            organization,
            folder,
            name,
            valid,
            json,
        };
        command.SetAction(call =>
            Run(
                call.InvocationConfiguration.Output,
                ServerAddress.Parse(call.GetValue(server)!),
                call.GetValue(organization),
                Path.Combine(call.GetValue(folder)!, call.GetValue(name)!),
                Lifetime(call.GetValue(valid)!),
                call.GetValue(json)
            )
        );
        return command;
    }

    private static int Run(TextWriter output, string server, string? organization, string pair, TimeSpan lifetime, bool json)
    {
        if (
            organization is not null
            && (organization.Length is 0 or > 64 || !organization.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
        )
        {
            throw new UsageException("--organization is a name of letters, digits, dots, hyphens and underscores");
        }

        using var certificate = Read(pair);
        var until = DateTimeOffset.UtcNow + lifetime;
        until = until.AddTicks(-(until.UtcTicks % TimeSpan.TicksPerMinute));
        var token = OwnerLinkToken.Create(SigningKey.FromCertificate(certificate), organization ?? NewOrganization, server, until);
        var url = $"{server.TrimEnd('/')}/owner-link?token={token}";
        output.WriteLine(
            json ? new JsonObject { ["url"] = url, ["expiresAt"] = WireJson.Instant(until) }.ToJsonString(ToolFiles.Json) : url
        );
        return ToolHost.Positive;
    }

    private static TimeSpan Lifetime(string text)
    {
        var lifetime =
            text.Length is > 1 and <= 6
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? text[^1] switch
                {
                    'm' => TimeSpan.FromMinutes(number),
                    'h' => TimeSpan.FromHours(number),
                    'd' => TimeSpan.FromDays(number),
                    _ => TimeSpan.Zero,
                }
                : TimeSpan.Zero;
        return lifetime >= TimeSpan.FromMinutes(5) && lifetime <= OwnerLinkToken.MaximumLifetime
            ? lifetime
            : throw new UsageException("--valid is a number with m, h or d for minutes, hours or days, from 5m to 7d: 4h");
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
