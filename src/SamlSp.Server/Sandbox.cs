using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SamlSp.AspNetCore;
using SamlSp.EntraSandbox;
using SamlSp.Scim;

namespace SamlSp.Server;

/// <summary>Runs the sandbox tenant in this process, and adds its organization.</summary>
internal static class Sandbox
{
    private const string Organization = "sandbox";

    /// <summary>The group of the sandbox's members.</summary>
    private const string Employees = "0c1d86f3-27a8-4be5-9f63-5a9f0b7e1c02";

    /// <summary>This server's app registration in the tenant. The page My Apps of the tenant shows both.</summary>
    private const string ClientId = "8f0c2f4e-7b1d-4a55-9c3e-1d2a6b7c8e90";
    private const string ClientSecret = "sandbox~secret~value";

    /// <summary>A second tenant, of which no organization is declared: for one that an owner links in the console.</summary>
    private const string SecondTenant = "Fabrikam";

    /// <summary>Adds the tenant if it is enabled. Only in Development, because anyone can sign in as any user.</summary>
    /// <returns>Whether it was added.</returns>
    public static bool AddSandbox(this WebApplicationBuilder builder, IConfigurationSection settings)
    {
        builder.Services.Configure<ConfigurationSchema>(schema => schema.Allow("Sandbox", typeof(SandboxOptions)));
        if (!string.Equals(settings["Sandbox:Enabled"], "true", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        if (!builder.Environment.IsDevelopment())
        {
            builder.Services.AddSingleton<IConfigurationCheck, OnlyInDevelopment>();
            return false;
        }

        // The provisioning token of server and sandbox, for the lifetime of the process.
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        builder.Services.AddEntraSandbox();
        AddThisServer(builder.Services.AddOptions<EntraSandboxOptions>(), ClientId, Organization, token);
        builder.Services.AddSingleton<IIdentityProviderMetadataSource, SandboxMetadata>();
        AddSecondTenant(builder.Services);

        // An OpenID Connect connection to this tenant has URLs of this machine.
        builder.Services.Configure<SamlSpOptions>(SamlSpDefaults.AuthenticationScheme, saml => saml.Metadata.AllowPrivateAddresses = true);
        builder.Services.Configure<SamlSpOptions>(
            SamlSpDefaults.AuthenticationScheme,
            saml =>
                saml.Organizations.TryAdd(
                    Organization,
                    new()
                    {
                        DisplayName = "Contoso (sandbox)",
                        Domains = ["example.com", "altostrat.com", "hotmail.com"],
                        PrimaryDomain = "example.com",
                        TenantDomain = "contoso.onmicrosoft.com",
                        Connection = { AllowUnsolicited = true, SignRequests = true },

                        // Alice is an owner, so that the console can be tried at once.
                        Roles = { ["owner"] = [Employees] },
                    }
                )
        );
        builder.Services.Configure<SamlSpOptions>(
            SamlSpDefaults.AuthenticationScheme,
            saml =>
            {
                if (saml.Organizations.TryGetValue(Organization, out var organization))
                {
                    organization.Provisioning.Tokens.Add(token);
                }
            }
        );
        return true;
    }

    private static void AddSecondTenant(IServiceCollection services)
    {
        services.AddEntraSandboxTenant(
            SecondTenant,
            sandbox =>
            {
                sandbox.DisplayName = SecondTenant;
                sandbox.Path = "/sandbox-fabrikam";
                sandbox.TenantId = "5e0d3a86-1f4b-4c7a-b2d9-8a6c4e1f7b35";
                sandbox.TenantDomain = "fabrikam.onmicrosoft.com";
                sandbox.PrimaryDomain = "fabrikam.example";
            }
        );
        AddThisServer(services.AddOptions<EntraSandboxOptions>(SecondTenant), "2c9f6b1e-4d83-4f0a-9b57-7e3a5d8c6f42");
    }

    /// <summary>Registers this server as an app of a tenant, by SAML and by OpenID Connect.</summary>
    /// <param name="tenant">The tenant's options.</param>
    /// <param name="clientId">The app's client ID.</param>
    /// <param name="organization">The organization that is declared for the tenant; null for none.</param>
    /// <param name="token">Its provisioning token.</param>
    private static void AddThisServer(
        OptionsBuilder<EntraSandboxOptions> tenant,
        string clientId,
        string? organization = null,
        string? token = null
    ) =>
        tenant.Configure<SamlSpSchemes>(
            (sandbox, schemes) =>
            {
                var saml = schemes.Default.Options;
                if (saml.BaseUrl is not { } baseUrl)
                {
                    return;
                }

                sandbox.BaseUrl = baseUrl;
                sandbox.Clients.Add(
                    new()
                    {
                        DisplayName = "This server",
                        ClientId = clientId,
                        ClientSecret = ClientSecret,
                        RedirectUris = [baseUrl + SamlSpDefaults.OpenIdCallbackPath],
                        Certificates = () => schemes.Default.Keys.Now.Published,
                        FrontchannelLogoutUrl = organization is null
                            ? null
                            : $"{baseUrl}{SamlSpDefaults.OpenIdFrontchannelLogoutPath}/{organization}",
                    }
                );
                sandbox.ServiceProviders.Add(
                    new()
                    {
                        DisplayName = "This server",
                        EntityId = saml.EntityId!,
                        AcsUrl = $"{baseUrl}{saml.ModulePath}/Acs",
                        LogoutUrl = $"{baseUrl}{saml.ModulePath}/Logout",
                        StartUrl = organization is null ? null : $"{baseUrl}{saml.ModulePath}/SignIn?organization={organization}",
                        ProvisioningUrl = organization is null ? null : $"{baseUrl}{SamlSpScimDefaults.Path}/{organization}",
                        ProvisioningToken = token,
                        EncryptionCertificate = () => schemes.Default.Keys.Certificate,
                    }
                );
            }
        );

    /// <summary>The tenant's metadata from memory: at start the server does not listen yet.</summary>
    private sealed class SandboxMetadata(EntraSandboxTenant tenant) : IIdentityProviderMetadataSource
    {
        public byte[]? Find(string organization) => organization == Organization ? tenant.Metadata : null;
    }

    private sealed class OnlyInDevelopment : IConfigurationCheck
    {
        public IEnumerable<string> Check() =>
            [
                "SamlSp:Sandbox:Enabled: the sandbox lets anyone sign in as any user, so it runs in the environment Development only; "
                    + "set it to false",
            ];
    }
}
