using Microsoft.Extensions.DependencyInjection.Extensions;
using SamlSp.AspNetCore;
using SamlSp.BlazorApp;
using SamlSp.BlazorApp.Components;
using SamlSp.Directory;
using SamlSp.EntraSandbox;
using SamlSp.Scim;
using SamlSp.Testing;

// --urls URL --base URL --store FILE
var builder = WebApplication.CreateBuilder(args);
var baseUrl = builder.Configuration["base"]!;
var clock = new MutableTimeProvider(DateTimeOffset.UtcNow);
builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddCascadingAuthenticationState();
builder.Services.AddAuthorization();
builder
    .Services.AddAuthentication()
    .AddSamlSp(options =>
    {
        options.BaseUrl = baseUrl;
        options.Organizations["sandbox"] = new()
        {
            Domains = ["example.com"],
            PrimaryDomain = "example.com",
            TenantDomain = "contoso.onmicrosoft.com",
            Connection = { AllowUnsolicited = true },
            Provisioning = { Tokens = [Actions.ProvisioningToken] },
        };
    });
builder.Services.AddSamlSpDirectory(options => options.ConnectionString = $"Data Source={builder.Configuration["store"]}");
builder.Services.AddSamlSpScim();
builder.Services.AddSingleton<IIdentityProviderMetadataSource, SandboxMetadata>();
builder.Services.AddEntraSandbox(options =>
{
    options.BaseUrl = baseUrl;
    options.ServiceProviders.Add(
        new()
        {
            EntityId = baseUrl + "/Saml2",
            AcsUrl = baseUrl + "/Saml2/Acs",
            LogoutUrl = baseUrl + "/Saml2/Logout",
            StartUrl = baseUrl + "/Saml2/SignIn?organization=sandbox",
        }
    );
});

var app = builder.Build();
app.UseAuthentication();
app.UseSamlSpSessionGuard();
app.UseAuthorization();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapSamlSp();
app.MapSamlSpScim();
app.MapEntraSandbox();
app.MapActions(clock);
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
await app.RunAsync();
