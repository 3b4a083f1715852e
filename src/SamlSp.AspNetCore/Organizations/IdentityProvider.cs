using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>An identity provider, as its metadata describes it.</summary>
internal sealed record IdentityProvider
{
    private const string SoapBinding = "urn:oasis:names:tc:SAML:2.0:bindings:SOAP";

    /// <summary>Reads the needed values from metadata.</summary>
    /// <param name="metadata">The metadata.</param>
    /// <param name="connection">The settings of the connection.</param>
    public IdentityProvider(IdentityProviderMetadata metadata, SamlSpConnectionOptions connection)
    {
        Metadata = metadata;
        Trust = new()
        {
            EntityId = metadata.EntityId,
            SigningKeys = [.. metadata.SigningCertificates.Select(VerificationKey.FromCertificate)],
            AllowUnsolicited = connection.AllowUnsolicited,
            AllowExpiredCertificates = connection.AllowExpiredCertificates,
            AllowMissingDestination = connection.AllowMissingDestination,
        };
    }

    /// <summary>The same identity provider under other settings of the connection.</summary>
    internal IdentityProvider For(SamlSpConnectionOptions connection) =>
        new(Metadata, connection) { Status = Status, MaximumAge = MaximumAge };

    /// <summary>The metadata it was read from.</summary>
    public IdentityProviderMetadata Metadata { get; }

    /// <summary>The keys pinned to it.</summary>
    public TrustedIssuer Trust { get; }

    /// <summary>When and how it was read.</summary>
    public MetadataStatus Status { get; init; } = new() { ReadAt = DateTimeOffset.MinValue };

    /// <summary>How long it may be used, counted from <see cref="MetadataStatus.ReadAt"/>; null without a limit, as for a file.</summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>The instant from which no user can sign in with it, UTC: its validUntil, or its age; null if nothing ends it.</summary>
    public DateTimeOffset? UsableUntil =>
        MaximumAge is not { } age ? Metadata.ValidUntil
        : Metadata.ValidUntil is { } end && end < Status.ReadAt + age ? end
        : Status.ReadAt + age;

    /// <summary>Whether it may still be trusted.</summary>
    public bool IsUsable(DateTimeOffset now) => !(UsableUntil <= now);

    /// <summary>The keys pinned to it while it may be trusted; afterwards none, so that no signature is valid.</summary>
    public TrustedIssuer TrustAt(DateTimeOffset now) => IsUsable(now) ? Trust : Trust with { SigningKeys = [] };

    /// <summary>The endpoint for requests: by redirect if there is one, otherwise by POST.</summary>
    public MetadataEndpoint SingleSignOnService =>
        Metadata.SingleSignOnServices.FirstOrDefault(e => e.Binding == BindingUris.Redirect)
        ?? Metadata.SingleSignOnServices.First(e => e.Binding == BindingUris.Post);

    /// <summary>
    /// The endpoint for logout messages: by redirect if there is one, otherwise by POST; null if logout is not offered, or by SOAP only.
    /// </summary>
    public MetadataEndpoint? SingleLogoutService =>
        Metadata.SingleLogoutServices.FirstOrDefault(e => e.Binding == BindingUris.Redirect)
        ?? Metadata.SingleLogoutServices.FirstOrDefault(e => e.Binding == BindingUris.Post);

    /// <summary>The endpoint for logout by SOAP, where there is no other: a server would have to call it; null otherwise.</summary>
    public MetadataEndpoint? SoapLogoutService =>
        SingleLogoutService is null ? Metadata.SingleLogoutServices.FirstOrDefault(e => e.Binding == SoapBinding) : null;
}
