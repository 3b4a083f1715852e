using SamlSp.Testing;

namespace SamlSp.Deployment.Tests;

/// <summary>What a receiver of OTLP gets from the server, and what it never gets.</summary>
public sealed class TelemetryTests
{
    private const string Needle = "needle7f3a";

    [Fact]
    public async Task Telemetry_TracesAndMetrics_AreExportedWithoutRequestText()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using var server = await ServerProcess.StartAsync(
            new() { ["Sandbox"] = new { Enabled = true } },
            environment: "Development",
            host: "localhost",
            variables: new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Url,
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
                ["OTEL_SERVICE_NAME"] = "samlsp-test",
            }
        );
        using var browser = new WebBrowser();
        await browser.SignInAsync(server.BaseUrl + "/Saml2/SignIn?organization=sandbox&ReturnUrl=/session?" + Needle, "alice@example.com");
        Assert.Contains("alice@example.com", browser.Text, StringComparison.Ordinal);
        foreach (
            var path in new[]
            {
                $"/{Needle}",
                $"/login?identifier={Needle}",
                $"/Saml2/{Needle}",
                $"/auth?{Needle}={Needle}",
                $"/Saml2/Logout?SAMLRequest={Needle}",
            }
        )
        {
            using var answer = await browser.AskAsync(
                server.BaseUrl + path,
                headers: [("User-Agent", Needle), ("X-Needle", Needle), ("X-Forwarded-Host", Needle)]
            );
        }

        string[] metrics =
        [
            "samlsp.sign_ins",
            "samlsp.sign_in.duration",
            "samlsp.gateway.decisions",
            "http.server.request.duration",
            "kestrel.active_connections",
            "accepted",
            "misconfigured",
            "samlsp-test",
        ];
        string[] spans = ["POST /Saml2/Acs", "GET /session", "GET /login", "samlsp.sign_in", "samlsp-test", "http.response.status_code"];
        for (var wait = 0; wait < 300 && !(metrics.All(receiver.Metrics.Contains) && spans.All(receiver.Traces.Contains)); wait++)
        {
            await Task.Delay(100);
        }

        Assert.Empty(metrics.Except(receiver.Metrics));
        Assert.Empty(spans.Except(receiver.Traces));
        foreach (var text in receiver.Metrics.Concat(receiver.Traces))
        {
            Assert.DoesNotContain(Needle, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("alice@example.com", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_TRACES_EXPORTER", "none")]
    public async Task Telemetry_ExporterDisabled_SendsNothing(string variable, string value)
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        await using (
            var server = await ServerProcess.StartAsync(
                [],
                variables: new Dictionary<string, string>
                {
                    ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Url,
                    ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                    ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
                    ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
                    [variable] = value,
                }
            )
        )
        {
            using var browser = new WebBrowser();
            for (var i = 0; i < 20 && (i < 10 || (value == "none" && receiver.Metrics.Count == 0)); i++)
            {
                using var answer = await browser.AskAsync(server.BaseUrl + "/login");
                await Task.Delay(200);
            }
        }

        Assert.Empty(receiver.Traces);
        Assert.Equal(value == "none", receiver.Metrics.Count > 0);
    }
}
