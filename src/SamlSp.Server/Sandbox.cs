using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using SamlSp.AspNetCore;
using SamlSp.EntraSandbox;
using SamlSp.Scim;

namespace SamlSp.Server;

/// <summary>Puts the stand-in for an Entra tenant into this process, and makes its organization known.</summary>
internal static class Sandbox
{
    private const string Organization = "sandbox";

    /// <summary>The group of the sandbox's members.</summary>
    private const string Employees = "0c1d86f3-27a8-4be5-9f63-5a9f0b7e1c02";

    /// <summary>This server's app registration in the tenant; the tenant's page of apps shows both.</summary>
    private const string ClientId = "8f0c2f4e-7b1d-4a55-9c3e-1d2a6b7c8e90";
    private const string ClientSecret = "sandbox~secret~value";

    /// <summary>Adds the tenant when it is enabled; only in Development, since it lets anybody in as anybody.</summary>
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

        // Between the two of them, for as long as the process lives.
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        builder.Services.AddEntraSandbox();
        builder
            .Services.AddOptions<EntraSandboxOptions>()
            .Configure<SamlSpSchemes>(
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
                            ClientId = ClientId,
                            ClientSecret = ClientSecret,
                            RedirectUris = [baseUrl + SamlSpDefaults.OpenIdCallbackPath],
                        }
                    );
                    sandbox.ServiceProviders.Add(
                        new()
                        {
                            DisplayName = "This server",
                            EntityId = saml.EntityId!,
                            AcsUrl = $"{baseUrl}{saml.ModulePath}/Acs",
                            LogoutUrl = $"{baseUrl}{saml.ModulePath}/Logout",
                            StartUrl = $"{baseUrl}{saml.ModulePath}/SignIn?organization={Organization}",
                            ProvisioningUrl = $"{baseUrl}{SamlSpScimDefaults.Path}/{Organization}",
                            ProvisioningToken = token,
                            EncryptionCertificate = () => schemes.Default.Keys.Certificate,
                        }
                    );
                }
            );
        builder.Services.AddSingleton<IIdentityProviderMetadataSource, SandboxMetadata>();

        // Whoever tries the OpenID Connect connection with this tenant enters addresses of this machine.
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

                        // Alice is an owner, so that a newcomer sees the console.
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

    /// <summary>The tenant's metadata without a detour over the network, which is not up yet at start.</summary>
    private sealed class SandboxMetadata(EntraSandboxTenant tenant) : IIdentityProviderMetadataSource
    {
        public byte[]? Find(string organization) => organization == Organization ? tenant.Metadata : null;
    }

    private sealed class OnlyInDevelopment : IConfigurationCheck
    {
        public IEnumerable<string> Check() =>
            ["SamlSp:Sandbox:Enabled: the sandbox lets anybody in as anybody, and runs in the environment Development alone"];
    }
}
