namespace SamlSp.Interop.Tests;

/// <summary>LemonLDAP::NG as an OpenID Connect provider.</summary>
public sealed class LemonLdapOpenId : OpenIdPeer
{
    /// <inheritdoc />
    public override string StartLogoutUrl => Url + "/?logout=1";

    /// <inheritdoc />
    protected override string Issuer => Url + "/";

    /// <inheritdoc />
    internal override Task RenewAsync(HttpBrowser browser) => LemonLdapPortal.RenewAsync(browser);

    /// <inheritdoc />
    protected override Task<PeerProcess> StartAsync() =>
        new LemonLdapPortal(Folder, Url).StartAsync(
            new()
            {
                ["issuerDBOpenIDConnectActivation"] = 1,
                ["oidcServicePrivateKeySig"] = File.ReadAllText(Path.Combine(Folder, "idp.key")),
                ["oidcServicePublicKeySig"] = File.ReadAllText(Path.Combine(Folder, "idp.crt")),
                ["oidcServiceKeyIdSig"] = "1",
                ["oidcRPMetaDataExportedVars"] = new
                {
                    samlsp = new
                    {
                        email = "mail",
                        name = "cn",
                        preferred_username = "uid",
                    },
                },
                ["oidcRPMetaDataOptions"] = new
                {
                    samlsp = new
                    {
                        oidcRPMetaDataOptionsClientID = "samlsp",
                        oidcRPMetaDataOptionsClientSecret = ClientSecret,
                        oidcRPMetaDataOptionsRedirectUris = CallbackUrl,
                        oidcRPMetaDataOptionsPostLogoutRedirectUris = CallbackUrl,
                        oidcRPMetaDataOptionsIDTokenSignAlg = "RS256",
                        oidcRPMetaDataOptionsIDTokenForceClaims = 1,
                        oidcRPMetaDataOptionsBypassConsent = 1,
                        oidcRPMetaDataOptionsLogoutBypassConfirm = 1,
                    },
                },
            },
            DiscoveryUrl,
            Variables
        );
}
