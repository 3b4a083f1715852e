namespace SamlSp.Interop.Tests;

/// <summary>An identity provider of others that speaks OpenID Connect.</summary>
public abstract class OpenIdPeer : Peer
{
    /// <summary>The client's secret there.</summary>
    protected const string ClientSecret = "interop-secret-of-the-tests-0001";

    /// <inheritdoc />
    public override string? StartLogoutUrl => null;

    /// <summary>The NameID of the user by the organization's rules.</summary>
    public virtual string UserNameId => "dwho";

    /// <summary>Its issuer.</summary>
    protected virtual string Issuer => Url;

    /// <inheritdoc />
    protected override string KeyClaim => "sub";

    /// <summary>Where a browser comes back.</summary>
    protected string CallbackUrl => SpUrl + "/auth/oidc/callback";

    /// <summary>Its discovery document.</summary>
    protected string DiscoveryUrl => Url + "/.well-known/openid-configuration";

    /// <summary>Confirms what it asks a user who is signed in: consent, for instance.</summary>
    internal virtual Task ConfirmAsync(HttpBrowser browser) => Task.CompletedTask;

    /// <summary>Confirms that the user wants to sign out.</summary>
    internal virtual Task ConfirmLogoutAsync(HttpBrowser browser) => Task.CompletedTask;

    /// <inheritdoc />
    protected override Task<object> ConnectAsync() =>
        Task.FromResult<object>(
            new
            {
                Protocol = "OpenIdConnect",
                Issuer,
                ClientId = "samlsp",
                ClientSecret,
            }
        );
}
