using SamlSp.AspNetCore;
using SamlSp.EntraSandbox;

namespace IdentitySample;

/// <summary>
/// A stand-in for an Entra tenant in this process, so that you can sign in before you have one. Anyone can sign in
/// as any user, so it runs in Development only.
/// </summary>
internal static class DevelopmentTenant
{
    private const string Organization = "sandbox";

    public static void AddDevelopmentTenant(this WebApplicationBuilder builder)
    {
        if (!builder.Environment.IsDevelopment())
        {
            return;
        }

        builder.Services.AddEntraSandbox();
        builder
            .Services.AddOptions<EntraSandboxOptions>()
            .Configure<SamlSpSchemes>(
                (sandbox, schemes) =>
                {
                    var saml = schemes.Default.Options;
                    sandbox.BaseUrl = saml.BaseUrl!;
                    sandbox.ServiceProviders.Add(
                        new()
                        {
                            DisplayName = "This app",
                            EntityId = saml.EntityId!,
                            AcsUrl = $"{saml.BaseUrl}{saml.ModulePath}/Acs",
                            LogoutUrl = $"{saml.BaseUrl}{saml.ModulePath}/Logout",
                            StartUrl = $"{saml.BaseUrl}{saml.ModulePath}/SignIn?organization={Organization}",
                        }
                    );
                }
            );
        builder.Services.AddSingleton<IIdentityProviderMetadataSource, SandboxMetadata>();
        builder.Services.Configure<SamlSpOptions>(
            SamlSpDefaults.AuthenticationScheme,
            saml =>
                saml.Organizations[Organization] = new()
                {
                    DisplayName = "Contoso (sandbox)",
                    Domains = ["example.com"],
                    PrimaryDomain = "example.com",
                    TenantDomain = "contoso.onmicrosoft.com",
                }
        );
    }

    public static void MapDevelopmentTenant(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.MapEntraSandbox();
        }
    }

    private sealed class SandboxMetadata(EntraSandboxTenant tenant) : IIdentityProviderMetadataSource
    {
        public byte[]? Find(string organization) => organization == Organization ? tenant.Metadata : null;
    }
}
