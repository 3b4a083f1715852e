using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Server;

/// <summary>
/// Sends traces and metrics with OTLP if OpenTelemetry's environment variables name a receiver. The names are in docs/observability.md.
/// </summary>
internal static class ServerTelemetry
{
    private static readonly string[] Sources = [SamlSpTelemetry.Name, "Microsoft.AspNetCore", "System.Net.Http", "Npgsql"];
    private static readonly string[] Meters =
    [
        SamlSpTelemetry.Name,
        DirectoryTelemetry.Name,
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Net.Http",
        "System.Runtime",
        "Npgsql",
    ];

    /// <summary>Starts exporting with the application and flushes when it stops.</summary>
    public static void AddServerTelemetry(this WebApplicationBuilder builder)
    {
        var (traces, metrics) = (IsWanted("TRACES"), IsWanted("METRICS"));
        if (traces || metrics)
        {
            builder.Services.AddHostedService(_ => new Export(traces, metrics));
        }
    }

    /// <summary>Names the spans of requests, where there are any.</summary>
    public static void UseServerTelemetry(this WebApplication app)
    {
        if (IsWanted("TRACES"))
        {
            app.Use(RequestSpan.NameAsync);
        }
    }

    private static bool IsWanted(string signal) =>
        !string.Equals(Variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)
        && Variable($"OTEL_{signal}_EXPORTER") is null or "otlp"
        && (Variable("OTEL_EXPORTER_OTLP_ENDPOINT") ?? Variable($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT")) is not null;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private sealed class Export(bool traces, bool metrics) : IHostedService, IDisposable
    {
        private TracerProvider? _traces;
        private MeterProvider? _metrics;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            if (traces)
            {
                _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource()).AddSource(Sources).AddOtlpExporter().Build();
            }

            if (metrics)
            {
                _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()).AddMeter(Meters).AddOtlpExporter().Build();
            }

            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Dispose();
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            _traces?.Dispose();
            _metrics?.Dispose();
            (_traces, _metrics) = (null, null);
        }

        /// <summary>OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES override these values.</summary>
        private static ResourceBuilder Resource() =>
            ResourceBuilder
                .CreateEmpty()
                .AddTelemetrySdk()
                .AddService(
                    "samlsp",
                    serviceVersion: typeof(ServerTelemetry).Assembly.GetName().Version?.ToString(3),
                    serviceInstanceId: Environment.MachineName + "-" + Environment.ProcessId
                )
                .AddEnvironmentVariableDetector();
    }
}
