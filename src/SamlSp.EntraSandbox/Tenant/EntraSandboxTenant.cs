using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace SamlSp.EntraSandbox;

/// <summary>
/// The stand-in tenant: what it is called, who is in it, which keys it signs with. One a process. Safe for concurrent use.
/// </summary>
public sealed class EntraSandboxTenant
{
    private readonly EntraSandboxOptions _options;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private (TenantKeys.State Keys, byte[] Bytes)? _metadata;

    /// <summary>Founds the tenant. It keeps its keys until the process ends.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="clock">The clock of certificates and tokens.</param>
    public EntraSandboxTenant(IOptions<EntraSandboxOptions> options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        _clock = clock;
        Keys = new(_options.SigningCertificate, clock);
        Users = SandboxUsers.Create(_options);
        Accounts = new(Users, clock);
    }

    /// <summary>The entity ID, as at Entra: <c>https://sts.windows.net/&lt;tenant&gt;/</c>.</summary>
    public string EntityId => IssuerOf(_options.TenantId);

    /// <summary>The Issuer of logout messages, which differs at Entra: <c>https://login.microsoftonline.com/&lt;tenant&gt;/</c>.</summary>
    public string LogoutIssuer => $"https://login.microsoftonline.com/{_options.TenantId}/";

    /// <summary>The single sign-on and single logout URL.</summary>
    public string SignOnUrl => $"{_options.BaseUrl}{_options.Path}/{_options.TenantId}/saml2";

    /// <summary>OpenID Connect: the issuer, as at Entra unless the options say otherwise.</summary>
    public string OpenIdIssuer =>
        _options.OpenId.OwnIssuer
            ? $"{_options.BaseUrl}{_options.Path}/{_options.TenantId}/v2.0"
            : $"https://login.microsoftonline.com/{_options.TenantId}/v2.0";

    /// <summary>OpenID Connect: where requests are pushed, if the options allow it.</summary>
    public string PushedRequestUrl => $"{_options.BaseUrl}{_options.Path}/{_options.TenantId}/oauth2/v2.0/par";

    /// <summary>OpenID Connect: the authorization URL, beside which the token URL, the keys and discovery are, as at Entra.</summary>
    public string AuthorizationUrl => $"{_options.BaseUrl}{_options.Path}/{_options.TenantId}/oauth2/v2.0/authorize";

    /// <summary>OpenID Connect: the token URL.</summary>
    public string TokenUrl => $"{_options.BaseUrl}{_options.Path}/{_options.TenantId}/oauth2/v2.0/token";

    /// <summary>The stand-in for Microsoft Graph: users' groups, and the delta query of users.</summary>
    public string GraphUrl => $"{_options.BaseUrl}{_options.Path}/graph/v1.0";

    /// <summary>Where the metadata can be fetched.</summary>
    public string MetadataUrl => $"{_options.BaseUrl}{_options.Path}/{_options.TenantId}/federationmetadata/2007-06/federationmetadata.xml";

    /// <summary>The page with the tiles of the apps.</summary>
    public string MyAppsUrl => $"{_options.BaseUrl}{_options.Path}/myapps";

    /// <summary>
    /// The federation metadata as it is now: UTF-8 with a byte order mark, signed by the active key. The same bytes until the keys change.
    /// </summary>
    public byte[] Metadata
    {
        get
        {
            lock (_gate)
            {
                var keys = Keys.Snapshot();
                if (_metadata?.Keys != keys)
                {
                    _metadata = (keys, FederationMetadata.Write(this, keys));
                }

                return [.. _metadata.Value.Bytes];
            }
        }
    }

    /// <summary>The users of the tenant: a member, a guest from another Entra tenant, a guest with a personal account.</summary>
    public IReadOnlyList<SandboxUser> Users { get; }

    /// <summary>The certificates in the metadata.</summary>
    public IReadOnlyList<X509Certificate2> SigningCertificates => [.. Keys.Snapshot().Published.Select(k => k.Certificate)];

    /// <summary>The certificate that tokens are signed with.</summary>
    public X509Certificate2 ActiveCertificate => Keys.Active.Certificate;

    internal TenantKeys Keys { get; }

    internal SandboxAccounts Accounts { get; }

    internal EntraSandboxOptions Options => _options;

    internal DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Key rollover, first step: makes a new certificate and publishes it, inactive.</summary>
    public void PublishNewKey() => Keys.Publish();

    /// <summary>
    /// Key rollover, second step: makes the newest certificate the active one. Without the first step there is nothing new.
    /// </summary>
    public void ActivateNewestKey() => Keys.ActivateNewest();

    /// <summary>Key rollover, last step: takes the inactive certificates out of the metadata.</summary>
    public void RetireInactiveKeys() => Keys.RetireInactive();

    /// <summary>Disables or enables a user's account. Microsoft Graph says so at the next delta query.</summary>
    /// <param name="user">The user's short name.</param>
    /// <param name="isEnabled">Whether the account is enabled.</param>
    public void SetEnabled(string user, bool isEnabled) => Accounts.Change(user, account => account with { IsEnabled = isEnabled });

    /// <summary>Deletes a user's account, or takes it out of the recycle bin.</summary>
    /// <param name="user">The user's short name.</param>
    /// <param name="isDeleted">Whether the account is deleted.</param>
    public void SetDeleted(string user, bool isDeleted) => Accounts.Change(user, account => account with { IsDeleted = isDeleted });

    /// <summary>Revokes a user's sign-in sessions: those of before now are not valid any more.</summary>
    /// <param name="user">The user's short name.</param>
    public void RevokeSignInSessions(string user) => Accounts.Change(user, account => account with { ValidFrom = Now });

    internal static string IssuerOf(string tenantId) => $"https://sts.windows.net/{tenantId}/";

    internal bool IsNamed(string? tenant) =>
        string.Equals(tenant, _options.TenantId, StringComparison.OrdinalIgnoreCase)
        || string.Equals(tenant, _options.TenantDomain, StringComparison.OrdinalIgnoreCase);

    internal SandboxServiceProvider? FindApp(string? entityId) => _options.ServiceProviders.FirstOrDefault(p => p.EntityId == entityId);

    internal SandboxClient? FindClient(string? clientId) => _options.Clients.FirstOrDefault(c => c.ClientId == clientId);

    internal SandboxUser? FindUser(string? idOrName) =>
        Users.FirstOrDefault(u =>
            u.Id == idOrName
            || string.Equals(u.SignInName, idOrName, StringComparison.OrdinalIgnoreCase)
            || string.Equals(u.LocalUserPrincipalName, idOrName, StringComparison.OrdinalIgnoreCase)
        );
}
