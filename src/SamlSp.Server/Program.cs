using Microsoft.Extensions.Diagnostics.HealthChecks;
using SamlSp.AspNetCore;
using SamlSp.Console;
using SamlSp.Directory;
using SamlSp.EntraSandbox;
using SamlSp.Server;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ServerHome.Find() });
builder.Configuration.AddOperatorFile();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
if (string.IsNullOrEmpty(builder.Configuration["urls"]) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists()) builder.WebHost.UseUrls("http://localhost:5080");

var settings = builder.Configuration.GetSection(SamlSpDefaults.ConfigurationSection);
var authentication = builder.Services.AddAuthentication();
authentication.AddSamlSp(SamlSpDefaults.AuthenticationScheme, settings, options => options.Certificates.Directory ??= "certs");
builder.Services.AddAuthorization();
builder.Services.AddServerLimits(settings);
builder.Services.AddSamlSpDirectory(settings.GetSection("Storage"));
builder.Services.AddHealthChecks();
builder.Services.AddSamlSpConsole();
var sandbox = builder.AddSandbox(settings);

var app = builder.Build();
app.UseSecurityHeaders();
app.UseExceptionHandler("/error");
app.UseServerLimits(settings);
app.UseAuthentication();
app.UseAuthorization();
app.MapSamlSp();
app.MapHealthChecks("/healthz/live", new() { Predicate = _ => false });
app.MapHealthChecks("/healthz/ready", new() { ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status200OK } });
app.MapSamlSpConsole();
if (sandbox) app.MapEntraSandbox();

try
{
    await app.CheckSamlSpAsync();
}
catch (SamlSpConfigurationException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

await app.RunAsync();
return 0;
