namespace SamlSp.Interop.Tests;

/// <summary>LemonLDAP::NG as an identity provider by SAML.</summary>
public sealed class LemonLdap : SamlPeer
{
    private LemonLdapPortal? _portal;
    private string? _serviceProvider;
    private bool _encrypts;

    /// <inheritdoc />
    protected override string MetadataUrl => Url + "/saml/metadata";

    /// <inheritdoc />
    public override string StartLogoutUrl => Url + "/?logout=1";

    /// <inheritdoc />
    public override string StartUrl(string relayState) =>
        $"{Url}/saml/singleSignOn?IDPInitiated=1&sp={Uri.EscapeDataString(SpEntityId)}&RelayState={Uri.EscapeDataString(relayState)}";

    /// <inheritdoc />
    public override async Task ConfigureAsync(bool encrypts = false, bool usesDefaults = false)
    {
        if (encrypts == _encrypts)
        {
            return;
        }

        _encrypts = encrypts;
        _portal!.Write(Settings());
        // It looks for new settings at the first request after a second.
        Advance(TimeSpan.FromSeconds(2));
        await GetAsync(MetadataUrl);
    }

    /// <inheritdoc />
    internal override Task RenewAsync(HttpBrowser browser) => LemonLdapPortal.RenewAsync(browser);

    /// <inheritdoc />
    protected override async Task<PeerProcess> StartAsync()
    {
        _portal = new(Folder, Url);
        return await _portal.StartAsync(Settings(), MetadataUrl, Variables);
    }

    /// <inheritdoc />
    protected override async Task CompleteAsync()
    {
        _serviceProvider = await GetAsync(SpEntityId);
        _portal!.Write(Settings());
        Advance(TimeSpan.FromSeconds(2));
        await GetAsync(MetadataUrl);
    }

    private Dictionary<string, object> Settings()
    {
        var settings = new Dictionary<string, object>
        {
            ["issuerDBSAMLActivation"] = 1,
            ["samlServicePrivateKeySig"] = File.ReadAllText(Path.Combine(Folder, "idp.key")),
            ["samlServicePublicKeySig"] = File.ReadAllText(Path.Combine(Folder, "idp.crt")),
        };
        if (_serviceProvider is not null)
        {
            settings["samlSPMetaDataXML"] = new { samlsp = new { samlSPMetaDataXML = _serviceProvider } };
            settings["samlSPMetaDataExportedAttributes"] = new
            {
                samlsp = new
                {
                    uid = "1;uid",
                    mail = "0;mail",
                    cn = "0;cn",
                },
            };
            settings["samlSPMetaDataOptions"] = new
            {
                samlsp = new
                {
                    samlSPMetaDataOptionsEnableIDPInitiatedURL = 1,
                    samlSPMetaDataOptionsSignSSOMessage = 1,
                    samlSPMetaDataOptionsSignSLOMessage = 1,
                    samlSPMetaDataOptionsCheckSSOMessageSignature = 1,
                    samlSPMetaDataOptionsCheckSLOMessageSignature = 1,
                    samlSPMetaDataOptionsNameIDFormat = "email",
                    samlSPMetaDataOptionsEncryptionMode = _encrypts ? "assertion" : "none",
                },
            };
        }

        return settings;
    }
}
