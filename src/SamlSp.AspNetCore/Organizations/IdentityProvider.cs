using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>An identity provider, as its metadata describes it.</summary>
public sealed record IdentityProvider
{
    /// <summary>Takes what matters out of metadata.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="connection">The settings of the connection.</param>
    public IdentityProvider(IdentityProviderMetadata metadata, ConnectionOptions connection)
    {
        Metadata = metadata;
        Trust = new()
        {
            EntityId = metadata.EntityId,
            SigningKeys = [.. metadata.SigningCertificates.Select(VerificationKey.FromCertificate)],
            AllowUnsolicited = connection.AllowUnsolicited,
            AllowExpiredCertificates = connection.AllowExpiredCertificates,
        };
    }

    /// <summary>The metadata it was read from.</summary>
    public IdentityProviderMetadata Metadata { get; }

    /// <summary>The keys pinned to it.</summary>
    public TrustedIssuer Trust { get; }

    /// <summary>Where requests go: by redirect when there is such an endpoint, else by POST.</summary>
    public MetadataEndpoint SingleSignOnService =>
        Metadata.SingleSignOnServices.FirstOrDefault(e => e.Binding == BindingUris.Redirect) ?? Metadata.SingleSignOnServices.First(e => e.Binding == BindingUris.Post);

    /// <summary>Where logout messages go, by redirect; null when logout is not offered.</summary>
    public MetadataEndpoint? SingleLogoutService => Metadata.SingleLogoutServices.FirstOrDefault(e => e.Binding == BindingUris.Redirect);
}
