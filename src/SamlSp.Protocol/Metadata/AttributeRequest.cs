namespace SamlSp.Protocol;

/// <summary>An attribute that a service asks for (SAML Metadata 2.4.4.2).</summary>
/// <param name="Name">The attribute's Name.</param>
/// <param name="FriendlyName">A name for people; null for none.</param>
/// <param name="IsRequired">Whether the service does not work without it.</param>
/// <param name="NameFormat">The NameFormat, a URI.</param>
public sealed record AttributeRequest(
    string Name,
    string? FriendlyName = null,
    bool IsRequired = false,
    string NameFormat = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"
);
