using System.Globalization;
using System.Xml.Linq;

namespace SamlSp.Protocol;

/// <summary>
/// A request for authentication (SAML Core 3.4.1). By itself it has what Microsoft Entra accepts; what other identity providers want is
/// written only when it is set. There is no Subject: an address for the sign-in page goes beside the request.
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

    /// <summary>How the user is to authenticate; null does not say.</summary>
    public RequestedAuthnContext? RequestedAuthnContext { get; init; }

    /// <summary>Which identity providers behind a proxy may answer; null does not say.</summary>
    public Scoping? Scoping { get; init; }

    /// <summary>The name of this service for people; null sends none.</summary>
    public string? ProviderName { get; init; }

    /// <summary>The index of an AttributeConsumingService of our metadata; null sends none.</summary>
    public ushort? AttributeConsumingServiceIndex { get; init; }

    /// <summary>
    /// Elements for Extensions (SAML Core 3.2.1), each of a namespace that is not SAML's. Empty writes none.
    /// </summary>
    public IReadOnlyList<XElement> Extensions { get; init; } = [];

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
        xml.Attribute("AttributeConsumingServiceIndex", AttributeConsumingServiceIndex?.ToString(CultureInfo.InvariantCulture));
        xml.Attribute("ProviderName", ProviderName);
        xml.AssertionText("Issuer", Issuer);
        if (Extensions.Count > 0)
        {
            xml.StartProtocol("Extensions");
            foreach (var extension in Extensions)
            {
                xml.Element(extension);
            }

            xml.End();
        }

        if (NameIdFormat is not null)
        {
            xml.StartProtocol("NameIDPolicy");
            xml.Attribute("Format", NameIdFormat);
            // Entra ignores AllowCreate, others need it to make a persistent ID; with transient it has no meaning (SAML Core 3.4.1.1).
            xml.Attribute("AllowCreate", NameIdFormat == NameIdFormats.Transient ? null : "true");
            xml.End();
        }

        if (RequestedAuthnContext is { } context)
        {
            xml.StartProtocol("RequestedAuthnContext");
            xml.Attribute("Comparison", context.Comparison.ToString().ToLowerInvariant());
            foreach (var wanted in context.Classes)
            {
                xml.AssertionText("AuthnContextClassRef", wanted);
            }

            xml.End();
        }

        if (Scoping is { } scoping)
        {
            WriteScoping(xml, scoping);
        }

        return xml.ToArray();
    }

    private static void WriteScoping(MessageWriter xml, Scoping scoping)
    {
        xml.StartProtocol("Scoping");
        xml.Attribute("ProxyCount", scoping.ProxyCount?.ToString(CultureInfo.InvariantCulture));
        if (scoping.IdentityProviders.Count > 0)
        {
            xml.StartProtocol("IDPList");
            foreach (var entityId in scoping.IdentityProviders)
            {
                xml.StartProtocol("IDPEntry");
                xml.Attribute("ProviderID", entityId);
                xml.End();
            }

            xml.End();
        }

        foreach (var requester in scoping.RequesterIds)
        {
            xml.ProtocolText("RequesterID", requester);
        }

        xml.End();
    }
}
