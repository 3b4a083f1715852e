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

if (!SettingsFiles.TryRead(args, out var builder, out var mistake))
{
    return await RefuseAsync(mistake.Message);
}

builder.UseDefaultAddress();

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
app.UseKnownProxies();
app.UseServerTelemetry();
app.UseSamlSpSecurityHeaders();
app.UseExceptionHandler(_ => { });
app.UseServerLimits(settings);
app.MapHealth();
app.UseAuthentication();
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
    // Neither needs the other, and each takes long enough to matter to a start. Last in the list of endpoints, the pages may be mapped
    // while the rest is checked.
    var pages = Task.Factory.StartNew(
        () => app.MapSamlSpConsole(),
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default
    );
    await app.CheckSamlSpAsync();
    await pages;
    if (await WhyItCannotListenAsync() is { } why)
    {
        return await RefuseAsync(why);
    }

    await app.WaitForShutdownAsync();
    return 0;
}
catch (SamlSpConfigurationException e)
{
    return await RefuseAsync(e.Message);
}

async Task<string?> WhyItCannotListenAsync()
{
    try
    {
        await app.StartAsync();
        return null;
    }
    catch (Exception e) when (e is IOException or SocketException)
    {
        // The address is in use, or not ours to listen on. What runs already is stopped, or it would be logged as having failed.
        await app.StopAsync();
        return "SamlSp cannot listen: " + e.Message;
    }
}

static async Task<int> RefuseAsync(string why)
{
    await Console.Error.WriteLineAsync(why);
    return 1;
}
