using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

/// <summary>The operator asks the built server with the built tool why a sign-in was refused.</summary>
public sealed partial class TraceTests
{
    [Fact]
    public async Task TraceCommand_RefusedSignIn_ShowsTheReason()
    {
        var metadata = Path.GetTempFileName();
        await File.WriteAllBytesAsync(metadata, new TestMetadata().ToBytes());
        try
        {
            await using var server = await ServerProcess.StartAsync(
                new()
                {
                    ["Organizations"] = new
                    {
                        contoso = new
                        {
                            PrimaryDomain = TestTenant.PrimaryDomain,
                            TenantDomain = TestTenant.Domain,
                            Connection = new { MetadataFile = metadata },
                        },
                    },
                }
            );
            using var client = new HttpClient();
            var response = TestIdp
                .Create()
                .At(DateTimeOffset.UtcNow)
                .Member()
                .For("https://other.example")
                .SentTo(server.BaseUrl + "/Saml2/Acs")
                .Unsolicited()
                .SignedResponse();
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("SAMLResponse", response.ToFormValue())]);
            using var refused = await client.PostAsync(new Uri(server.BaseUrl + "/Saml2/Acs"), form);
            var reference = ReferencePattern().Match(await refused.Content.ReadAsStringAsync()).Value;

            var (code, text) = (1, "");
            for (var attempt = 0; attempt < 50 && code == 1; attempt++)
            {
                await Task.Delay(200);
                (code, text) = await ToolAsync(
                    "trace",
                    reference,
                    "--server",
                    server.BaseUrl,
                    "--certs",
                    Path.Combine(server.Folder, "certs"),
                    "--json"
                );
            }

            Assert.True(code == 0, text);
            var entry = JsonDocument.Parse(text).RootElement;
            Assert.Equal("audience_mismatch", entry.GetProperty("code").GetString());
            Assert.Equal("contoso", entry.GetProperty("organization").GetString());

            var (_, shown) = await ToolAsync(
                "trace",
                reference.ToLowerInvariant(),
                "--server",
                server.BaseUrl,
                "--certs",
                Path.Combine(server.Folder, "certs")
            );
            Assert.Contains("Refused: audience_mismatch", shown, StringComparison.Ordinal);
            Assert.Contains("FAIL message", shown, StringComparison.Ordinal);
            var (unknown, said) = await ToolAsync(
                "trace",
                "ABCDE-23456",
                "--server",
                server.BaseUrl,
                "--certs",
                Path.Combine(server.Folder, "certs")
            );
            Assert.True(unknown == 1, said);
        }
        finally
        {
            File.Delete(metadata);
        }
    }

    private static async Task<(int ExitCode, string Output)> ToolAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(Repository.Root, $"src/SamlSp.Tool/bin/{Repository.Configuration}/net10.0/samlsp.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    [GeneratedRegex("[2-9A-Z]{5}-[2-9A-Z]{5}", RegexOptions.None, 1000)]
    private static partial Regex ReferencePattern();
}
