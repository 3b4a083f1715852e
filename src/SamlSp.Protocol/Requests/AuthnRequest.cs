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

    /// <summary>The URL that the Response is posted to.</summary>
    public required string AssertionConsumerServiceUrl { get; init; }

    /// <summary>Whether the user must authenticate again.</summary>
    public bool ForceAuthn { get; init; }

    /// <summary>Whether the identity provider must not show anything.</summary>
    public bool IsPassive { get; init; }

    /// <summary>The NameIDPolicy's Format; null sends no NameIDPolicy.</summary>
    public string? NameIdFormat { get; init; }

    /// <summary>An AuthnContextClassRef, compared exactly; null sends no RequestedAuthnContext.</summary>
    public string? AuthnContextClass { get; init; }

    /// <summary>
    /// Writes the request as XML in UTF-8, without a signature. The Response is asked for by HTTP-POST, the one binding in which Entra
    /// answers.
    /// </summary>
    /// <exception cref="ArgumentException">The ID is not an NCName, a URL or the issuer is empty, or a value holds a character that XML
    /// cannot.</exception>
    public byte[] ToXml()
    {
        MessageWriter.Require(Issuer, nameof(Issuer));
        MessageWriter.Require(Destination, nameof(Destination));
        MessageWriter.Require(AssertionConsumerServiceUrl, nameof(AssertionConsumerServiceUrl));
        using var xml = new MessageWriter();
        xml.StartMessage("AuthnRequest", Id, IssueInstant, Destination);
        xml.Attribute("ForceAuthn", ForceAuthn ? "true" : null);
        xml.Attribute("IsPassive", IsPassive ? "true" : null);
        xml.Attribute("ProtocolBinding", BindingUris.Post);
        xml.Attribute("AssertionConsumerServiceURL", AssertionConsumerServiceUrl);
        xml.AssertionText("Issuer", Issuer);
        if (NameIdFormat is not null)
        {
            xml.StartProtocol("NameIDPolicy");
            xml.Attribute("Format", NameIdFormat);
            // Entra ignores AllowCreate, others need it to make a persistent ID; with transient it has no meaning (SAML Core 3.4.1.1).
            xml.Attribute("AllowCreate", NameIdFormat == NameIdFormats.Transient ? null : "true");
            xml.End();
        }

        if (AuthnContextClass is not null)
        {
            xml.StartProtocol("RequestedAuthnContext");
            xml.Attribute("Comparison", "exact");
            xml.AssertionText("AuthnContextClassRef", AuthnContextClass);
            xml.End();
        }

        return xml.ToArray();
    }
}
