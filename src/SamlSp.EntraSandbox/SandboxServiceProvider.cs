using System.Security.Cryptography.X509Certificates;

namespace SamlSp.EntraSandbox;

/// <summary>An enterprise app of the tenant.</summary>
public sealed record SandboxServiceProvider
{
    /// <summary>The app's Identifier. An AuthnRequest's Issuer must equal it, byte for byte.</summary>
    public required string EntityId { get; init; }

    /// <summary>The app's Reply URL. An AuthnRequest that names another one is refused (AADSTS50011).</summary>
    public required string AcsUrl { get; init; }

    /// <summary>The app's Logout URL; null when it takes no part in single logout.</summary>
    public string? LogoutUrl { get; init; }

    /// <summary>The app's Sign on URL, where a sign-in that the app starts begins; null when there is none.</summary>
    public string? StartUrl { get; init; }

    /// <summary>The name on the tile; null shows the entity ID.</summary>
    public string? DisplayName { get; init; }

    /// <summary>
    /// Gives the certificate that assertions can be encrypted for; null when the app has uploaded none. Asked anew for each token.
    /// </summary>
    public Func<X509Certificate2?>? EncryptionCertificate { get; init; }

    /// <summary>The tenant URL of the app's provisioning, its SCIM address; null when nobody is provisioned.</summary>
    public string? ProvisioningUrl { get; init; }

    /// <summary>The secret token of the app's provisioning.</summary>
    public string? ProvisioningToken { get; init; }

    internal string Title => DisplayName ?? EntityId;

    /// <summary>An identifier that is no URI becomes <c>spn:</c> + identifier in the Audience.</summary>
    internal string Audience => Uri.TryCreate(EntityId, UriKind.Absolute, out _) ? EntityId : "spn:" + EntityId;
}
