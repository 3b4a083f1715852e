using System.Net.Sockets;
using SamlSp.AspNetCore;
using SamlSp.Console;
using SamlSp.Directory;
using SamlSp.EntraSandbox;
using SamlSp.Scim;
using SamlSp.Server;

if (HealthProbe.IsAskedFor(args))
{
    return await HealthProbe.RunAsync(args);
}

if (!SettingsFiles.TryRead(args, out var builder, out var error))
{
    return await RefuseAsync(error.Message);
}

builder.UseDefaultAddress();
builder.AddServerLog();

// A start that fails is reported below, in one line. The host would log it with its stack as well.
var started = false;
builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => started && level >= LogLevel.Warning);

var settings = builder.Configuration.GetSection(SamlSpDefaults.ConfigurationSection);
var authentication = builder.Services.AddAuthentication();
authentication.AddSamlSp(
    SamlSpDefaults.AuthenticationScheme,
    settings,
    options => options.Certificates.Directory ??= ServerDefaults.Certificates
);
builder.Services.AddSamlSpFaultPage();
builder.Services.AddSamlSpGateway();
builder.Services.AddAuthorization();
builder.Services.AddServerLimits(settings);
builder.AddHttpLimits(settings);
builder.AddKnownProxies(settings);
builder.AddServerTelemetry();
builder.Services.AddSamlSpDirectory(settings.GetSection("Storage"));
builder.Services.AddStoredKeyProtection(settings);
builder.Services.AddHealth();
builder.Services.AddSamlSpConsole();
builder.Services.AddSamlSpScim();
var sandbox = builder.AddSandbox(settings);

await using var app = builder.Build();
app.Services.GetRequiredService<SettingsFileCheck>().LogTo(app.Logger);
app.UseKnownProxies();
app.UseServerTelemetry();
app.UseSamlSpSecurityHeaders();
app.UseExceptionHandler(_ => { });
app.UseNotFoundAnswers();
app.UseRateLimiter();
app.MapHealth();
app.UseAuthentication();
app.UseSamlSpSessionGuard();
app.UseSamlSpTerms();
app.UseAuthorization();
app.MapSamlSp();
app.PrintOwnerLinks();
app.MapSamlSpGateway();
app.MapSamlSpScim();
if (sandbox)
{
    app.MapEntraSandbox();
}

try
{
    // Mapping the pages and checking the configuration take time at start and do not depend on each other, so they run side by side.
    // The pages are mapped last, so no other thread maps endpoints meanwhile.
    var pages = Task.Factory.StartNew(
        () => app.MapSamlSpConsole(),
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default
    );
    await app.CheckSamlSpAsync();
    await pages;
    if (await StartAsync() is { } reason)
    {
        return await RefuseAsync(reason);
    }

    await app.WaitForShutdownAsync();
    return 0;
}
catch (SamlSpConfigurationException e)
{
    return await RefuseAsync(e.Message);
}

async Task<string?> StartAsync()
{
    try
    {
        await app.StartAsync();
        started = true;
        return null;
    }
    catch (Exception e) when (e is IOException or SocketException)
    {
        // The address is in use, or cannot be bound. Services that have started are stopped, or they would be logged as failed.
        await app.StopAsync();
        return "SamlSp cannot listen: " + e.Message;
    }
}

static async Task<int> RefuseAsync(string reason)
{
    await Console.Error.WriteLineAsync(reason);
    return 1;
}
