namespace SamlSp.Protocol;

/// <summary>
/// A request for authentication (SAML Core 3.4.1), limited to what Microsoft Entra accepts: no Subject, no Scoping,
/// RequestedAuthnContext only when asked for.
/// </summary>
public sealed record AuthnRequest
{
    /// <summary>The request's ID: an NCName that does not start with a digit. See <see cref="MessageId.New"/>.</summary>
    public required string Id { get; init; }

    /// <summary>When it was issued, UTC.</summary>
    public required DateTimeOffset IssueInstant { get; init; }

    /// <summary>This service provider's entity ID.</summary>
    public required string Issuer { get; init; }

    /// <summary>The identity provider's single sign-on URL.</summary>
    public required string Destination { get; init; }

    /// <summary>Where the Response shall be posted to.</summary>
    public required string AssertionConsumerServiceUrl { get; init; }

    /// <summary>Whether the person must authenticate anew.</summary>
    public bool ForceAuthn { get; init; }

    /// <summary>Whether the identity provider must not show anything.</summary>
    public bool IsPassive { get; init; }

    /// <summary>The NameIDPolicy's Format; null sends no NameIDPolicy.</summary>
    public string? NameIdFormat { get; init; }

    /// <summary>An AuthnContextClassRef, compared exactly; null sends no RequestedAuthnContext.</summary>
    public string? AuthnContextClass { get; init; }

    /// <summary>Writes the request as XML in UTF-8, without a signature.</summary>
    public byte[] ToXml() => throw new NotSupportedException();
}
