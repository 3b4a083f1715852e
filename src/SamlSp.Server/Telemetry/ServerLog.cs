using Microsoft.Extensions.Configuration.Memory;

namespace SamlSp.Server;

/// <summary>
/// How the log is written: one line an event, with the time in UTC. <c>Logging:Console:FormatterName</c> = <c>json</c> makes each line
/// JSON.
/// </summary>
internal static class ServerLog
{
    private const string Formatter = "Logging:Console:FormatterName";
    private const string Options = "Logging:Console:FormatterOptions:";

    /// <summary>Sets the defaults, which every other source of settings can change.</summary>
    public static void AddServerLog(this WebApplicationBuilder builder)
    {
        // The simple form puts the time directly before the level.
        const string Time = "yyyy-MM-dd'T'HH:mm:ss.fff";
        var isSimple = builder.Configuration[Formatter] is null or "simple";
        builder.Configuration.Sources.Insert(
            0,
            new MemoryConfigurationSource
            {
                InitialData =
                [
                    new(Formatter, "simple"),
                    new(Options + "TimestampFormat", Time + (isSimple ? "'Z '" : "'Z'")),
                    new(Options + "UseUtcTimestamp", "true"),
                    new(Options + "SingleLine", "true"),
                ],
            }
        );

        // The health reporter has one line for each change. The framework would add one for each probe.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
    }
}
