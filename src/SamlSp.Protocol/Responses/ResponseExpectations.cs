namespace SamlSp.Protocol;

/// <summary>What a Response is measured against.</summary>
public sealed record ResponseExpectations
{
    /// <summary>
    /// This service provider's entity ID: the audience. The form <c>spn:</c> + entity ID, which Entra uses for identifiers that are not
    /// URIs, is accepted too.
    /// </summary>
    public required string EntityId { get; init; }

    /// <summary>
    /// This service provider's assertion consumer service URL: expected Destination and Recipient, compared byte for byte.
    /// </summary>
    public required string AssertionConsumerServiceUrl { get; init; }

    /// <summary>Finds the pinned keys of an entity ID; null when it is not trusted.</summary>
    public required Func<string, TrustedIssuer?> FindIssuer { get; init; }

    /// <summary>Which request may be answered. Default: none.</summary>
    public RequestCorrelation Correlation { get; init; } = RequestCorrelation.None;

    /// <summary>Private keys for encrypted assertions, newest first. Default: none.</summary>
    public IReadOnlyList<DecryptionKey> DecryptionKeys { get; init; } = [];

    /// <summary>How far clocks may differ. Default 180 seconds. Not applied to certificates.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>
    /// The format that the NameID must have, a URI such as those of <see cref="NameIdFormats"/>. Default null: any.
    /// <see cref="NameIdFormats.Unspecified"/> leaves the choice to the identity provider, so it is any as well.
    /// </summary>
    public string? NameIdFormat { get; init; }

    /// <summary>
    /// When set, AuthnInstant must not be before this instant less <see cref="ClockSkew"/>, else <c>authn_too_old</c>: the proof that a
    /// ForceAuthn was honoured.
    /// </summary>
    public DateTimeOffset? AuthenticatedNotBefore { get; init; }
}
