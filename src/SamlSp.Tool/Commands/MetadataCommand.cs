using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using SamlSp.Protocol;

namespace SamlSp.Tool.Commands;

/// <summary><c>samlsp metadata FILE|URL</c>: reads an IdP's metadata.</summary>
internal static class MetadataCommand
{
    private const int MaximumBytes = 4 * 1024 * 1024;

    public static Command Create()
    {
        var source = new Argument<string>("FILE|URL") { Description = "The metadata." };
        var entity = new Option<string?>("--entity-id")
        {
            Description = "Which entity, where the document holds several.",
            HelpName = "URI",
        };
        var now = FixedClock.CreateOption();
        var json = new Option<bool>("--json") { Description = "Machine-readable." };
        var command = new Command("metadata", "Reads IdP metadata: entity ID, endpoints, signing keys with their days left.")
        {
            source,
            entity,
            now,
            json,
        };
        command.SetAction(
            async (call, cancellation) =>
                Run(
                    call.InvocationConfiguration.Output,
                    await ReadAsync(call.GetValue(source)!, cancellation),
                    call.GetValue(entity),
                    FixedClock.From(call.GetValue(now)).GetUtcNow(),
                    call.GetValue(json)
                )
        );
        return command;
    }

    private static async Task<byte[]> ReadAsync(string source, CancellationToken cancellation)
    {
        if (
            !source.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            && !source.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        )
        {
            return ToolFiles.ReadBytes(source);
        }

        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(20), MaxResponseContentBufferSize = MaximumBytes };
            return await client.GetByteArrayAsync(source, cancellation);
        }
        catch (Exception exception)
            when (exception is HttpRequestException or TaskCanceledException or UriFormatException or InvalidOperationException)
        {
            throw new UsageException($"cannot read {source}: {exception.Message}");
        }
    }

    private static int Run(TextWriter output, byte[] bytes, string? entityId, DateTimeOffset now, bool json)
    {
        if (!IdentityProviderMetadata.TryRead(bytes, entityId, out var metadata, out var error))
        {
            output.WriteLine(
                json ? new JsonObject { ["error"] = new JsonObject { ["message"] = error } }.ToJsonString(ToolFiles.Json) : error
            );
            return ToolHost.Negative;
        }

        output.WriteLine(json ? Json(metadata, now).ToJsonString(ToolFiles.Json) : Text(metadata, now));
        return ToolHost.Positive;
    }

    private static JsonObject Json(IdentityProviderMetadata metadata, DateTimeOffset now) =>
        new()
        {
            ["entityId"] = metadata.EntityId,
            ["singleSignOnServices"] = Endpoints(metadata.SingleSignOnServices),
            ["singleLogoutServices"] = Endpoints(metadata.SingleLogoutServices),
            ["wantAuthnRequestsSigned"] = metadata.WantAuthnRequestsSigned,
            ["validUntil"] = WireJson.Instant(metadata.ValidUntil),
            ["cacheDuration"] = metadata.CacheDuration is { } duration ? System.Xml.XmlConvert.ToString(duration) : null,
            ["signingKeys"] = new JsonArray([
                .. metadata.SigningCertificates.Select(c => new JsonObject
                {
                    ["subject"] = c.Subject,
                    ["sha1"] = c.Thumbprint,
                    ["sha256"] = c.GetCertHashString(HashAlgorithmName.SHA256),
                    ["notBefore"] = WireJson.Instant(new DateTimeOffset(c.NotBefore.ToUniversalTime())),
                    ["notAfter"] = WireJson.Instant(new DateTimeOffset(c.NotAfter.ToUniversalTime())),
                    ["daysLeft"] = DaysLeft(c, now),
                }),
            ]),
            ["warnings"] = new JsonArray([.. metadata.Warnings.Select(w => JsonValue.Create(w))]),
        };

    private static JsonArray Endpoints(IEnumerable<MetadataEndpoint> endpoints) =>
        new([
            .. endpoints.Select(e =>
            {
                var endpoint = new JsonObject { ["binding"] = e.Binding, ["location"] = e.Location };
                if (e.ResponseLocation is not null)
                {
                    endpoint["responseLocation"] = e.ResponseLocation;
                }
                return endpoint;
            }),
        ]);

    private static string Text(IdentityProviderMetadata metadata, DateTimeOffset now)
    {
        var lines = new List<string> { $"Entity ID   {Terminal.Line(metadata.EntityId)}" };
        lines.AddRange(metadata.SingleSignOnServices.Select(e => $"Sign-on     {Terminal.Line(e.Location)}  {Terminal.Line(e.Binding)}"));
        lines.AddRange(metadata.SingleLogoutServices.Select(e => $"Logout      {Terminal.Line(e.Location)}  {Terminal.Line(e.Binding)}"));
        lines.AddRange(
            metadata.SigningCertificates.SelectMany(c =>
                new[]
                {
                    $"Signing key {Terminal.Line(c.Subject)}, {Left(DaysLeft(c, now))}",
                    $"  SHA-1     {c.Thumbprint}",
                    $"  SHA-256   {c.GetCertHashString(HashAlgorithmName.SHA256)}",
                }
            )
        );
        lines.AddRange(metadata.Warnings.Select(w => $"Warning     {w}"));
        lines.Add($"Valid until {WireJson.Instant(metadata.ValidUntil) ?? "(not said)"}");
        return string.Join(Environment.NewLine, lines);
    }

    private static string Left(int days) => days < 0 ? "expired" : $"{days} days left";

    private static int DaysLeft(X509Certificate2 certificate, DateTimeOffset now) =>
        (int)Math.Floor((certificate.NotAfter.ToUniversalTime() - now.UtcDateTime).TotalDays);
}
