using SamlSp.AspNetCore;
using SamlSp.Console;
using SamlSp.Directory;
using SamlSp.EntraSandbox;
using SamlSp.Scim;
using SamlSp.Server;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ServerHome.Find() });
builder.Configuration.AddOperatorFile();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
builder.UseDefaultAddress();

var settings = builder.Configuration.GetSection(SamlSpDefaults.ConfigurationSection);
var authentication = builder.Services.AddAuthentication();
authentication.AddSamlSp(SamlSpDefaults.AuthenticationScheme, settings, options => options.Certificates.Directory ??= ServerDefaults.Certificates);
builder.Services.AddSamlSpFaultPage();
builder.Services.AddAuthorization();
builder.Services.AddServerLimits(settings);
builder.Services.AddSamlSpDirectory(settings.GetSection("Storage"));
builder.Services.AddStoredKeyProtection(settings);
builder.Services.AddHealthChecks();
builder.Services.AddSamlSpConsole();
builder.Services.AddSamlSpScim();
var sandbox = builder.AddSandbox(settings);

var app = builder.Build();
app.UseSecurityHeaders();
app.UseExceptionHandler(_ => { });
app.UseServerLimits(settings);
app.MapHealth();
app.UseAuthentication();
app.UseAuthorization();
app.MapSamlSp();
app.MapSamlSpConsole();
app.MapSamlSpScim();
if (sandbox) app.MapEntraSandbox();

try
{
    await app.CheckSamlSpAsync();
    await app.RunAsync();
    return 0;
}
catch (SamlSpConfigurationException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
