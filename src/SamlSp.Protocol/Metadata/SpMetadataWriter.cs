using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;

namespace SamlSp.Protocol;

/// <summary>
/// Writes an EntityDescriptor with an SPSSODescriptor, elements in the schema's order (SAML Metadata 2.3.2, 2.4.1, 2.4.4).
/// </summary>
internal sealed class SpMetadataWriter : IDisposable
{
    private const string Xenc = "http://www.w3.org/2001/04/xmlenc#";
    private const string Xenc11 = "http://www.w3.org/2009/xmlenc11#";

    private readonly MemoryStream _bytes = new();
    private readonly XmlWriter _writer;

    private SpMetadataWriter() =>
        _writer = XmlWriter.Create(
            _bytes,
            new()
            {
                Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                OmitXmlDeclaration = true,
                NewLineHandling = NewLineHandling.Entitize,
            }
        );

    /// <summary>
    /// The ID of the entity's descriptor: the same for the same entity, so that the document does not change between two downloads.
    /// </summary>
    public static string IdOf(string entityId) =>
        "id" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(entityId)).AsSpan(0, 20));

    public static byte[] Write(ServiceProviderMetadata metadata)
    {
        using var writer = new SpMetadataWriter();
        writer.WriteEntity(metadata);
        writer._writer.Flush();
        return writer._bytes.ToArray();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _bytes.Dispose();
    }

    private void WriteEntity(ServiceProviderMetadata metadata)
    {
        _writer.WriteStartElement("md", "EntityDescriptor", NamespaceUris.Metadata);
        _writer.WriteAttributeString("ID", IdOf(metadata.EntityId));
        _writer.WriteAttributeString("entityID", metadata.EntityId);
        if (metadata.ValidUntil is { } until)
        {
            _writer.WriteAttributeString("validUntil", XmlConvert.ToString(until.UtcDateTime, "yyyy-MM-ddTHH:mm:ssZ"));
        }

        if (metadata.CacheDuration is { } duration)
        {
            _writer.WriteAttributeString("cacheDuration", XmlConvert.ToString(duration));
        }

        Start("SPSSODescriptor");
        _writer.WriteAttributeString("AuthnRequestsSigned", XmlConvert.ToString(metadata.AuthnRequestsSigned));
        _writer.WriteAttributeString("WantAssertionsSigned", "true");
        _writer.WriteAttributeString("protocolSupportEnumeration", NamespaceUris.Protocol);

        // Keys, then endpoints and formats, in the schema's order.
        foreach (var certificate in metadata.SigningCertificates)
        {
            WriteKey(certificate, "signing", supportsMixedOaep: false);
        }

        foreach (var certificate in metadata.EncryptionCertificates.Where(IsRsa))
        {
            WriteKey(certificate, "encryption", metadata.SupportsMixedOaep);
        }

        foreach (var logout in metadata.AdditionalSingleLogoutUrls.Prepend(metadata.SingleLogoutUrl).OfType<string>())
        {
            WriteEndpoint("SingleLogoutService", BindingUris.Redirect, logout);
            WriteEndpoint("SingleLogoutService", BindingUris.Post, logout);
        }

        foreach (var format in metadata.NameIdFormats)
        {
            _writer.WriteElementString("md", "NameIDFormat", NamespaceUris.Metadata, format);
        }

        foreach (var (index, url) in metadata.AdditionalAssertionConsumerServiceUrls.Prepend(metadata.AssertionConsumerServiceUrl).Index())
        {
            WriteEndpoint("AssertionConsumerService", BindingUris.Post, url, index);
        }

        if (metadata.RequestedAttributes.Count > 0)
        {
            WriteRequestedAttributes(metadata);
        }

        _writer.WriteEndElement();
        if (metadata.Organization is { } organization)
        {
            WriteOrganization(organization);
        }

        foreach (var contact in metadata.Contacts)
        {
            WriteContact(contact);
        }

        _writer.WriteEndElement();
    }

    private static bool IsRsa(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPublicKey();
        return key is not null;
    }

    private void WriteKey(X509Certificate2 certificate, string use, bool supportsMixedOaep)
    {
        Start("KeyDescriptor");
        _writer.WriteAttributeString("use", use);
        _writer.WriteStartElement("ds", "KeyInfo", NamespaceUris.Signature);
        _writer.WriteStartElement("ds", "X509Data", NamespaceUris.Signature);
        _writer.WriteElementString("ds", "X509Certificate", NamespaceUris.Signature, Convert.ToBase64String(certificate.RawData));
        _writer.WriteEndElement();
        _writer.WriteEndElement();
        if (use == "encryption")
        {
            // What the verifier decrypts, best first: an IdP that picks the first one it knows picks well.
            WriteMethod(Xenc11 + "aes256-gcm");
            WriteMethod(Xenc11 + "aes128-gcm");
            WriteMethod(Xenc + "aes256-cbc");
            WriteMethod(Xenc + "aes128-cbc");
            // Of the key transports, the one that the schemas of 2005 can express: the MGF of rsa-oaep fails the validation of older
            // implementations.
            WriteMethod(Xenc + "rsa-oaep-mgf1p", NamespaceUris.Signature + "sha1");
            if (supportsMixedOaep)
            {
                WriteMethod(Xenc + "rsa-oaep-mgf1p", Xenc + "sha256");
            }
        }

        _writer.WriteEndElement();
    }

    private void WriteMethod(string algorithm, string? digest = null)
    {
        Start("EncryptionMethod");
        _writer.WriteAttributeString("Algorithm", algorithm);
        if (digest is not null)
        {
            _writer.WriteStartElement("ds", "DigestMethod", NamespaceUris.Signature);
            _writer.WriteAttributeString("Algorithm", digest);
            _writer.WriteEndElement();
        }

        _writer.WriteEndElement();
    }

    private void WriteEndpoint(string name, string binding, string location, int? index = null)
    {
        Start(name);
        _writer.WriteAttributeString("Binding", binding);
        _writer.WriteAttributeString("Location", location);
        if (index is { } number)
        {
            _writer.WriteAttributeString("index", XmlConvert.ToString(number));
            _writer.WriteAttributeString("isDefault", XmlConvert.ToString(number == 0));
        }

        _writer.WriteEndElement();
    }

    // All three children are compulsory (SAML Metadata 2.3.2.1).
    private void WriteOrganization(MetadataOrganization organization)
    {
        Start("Organization");
        WriteLocalized("OrganizationName", organization.Name, organization.Language);
        WriteLocalized("OrganizationDisplayName", organization.DisplayName, organization.Language);
        WriteLocalized("OrganizationURL", organization.Url, organization.Language);
        _writer.WriteEndElement();
    }

    private void WriteContact(MetadataContact contact)
    {
        Start("ContactPerson");
        _writer.WriteAttributeString("contactType", contact.Type.ToString().ToLowerInvariant());
        WriteTexts("Company", [contact.Company]);
        WriteTexts("GivenName", [contact.GivenName]);
        WriteTexts("SurName", [contact.SurName]);
        WriteTexts("EmailAddress", contact.EmailAddresses.Select(address => "mailto:" + address));
        WriteTexts("TelephoneNumber", contact.TelephoneNumbers);
        _writer.WriteEndElement();
    }

    private void WriteTexts(string name, IEnumerable<string?> texts)
    {
        foreach (var text in texts.OfType<string>())
        {
            _writer.WriteElementString("md", name, NamespaceUris.Metadata, text);
        }
    }

    private void WriteRequestedAttributes(ServiceProviderMetadata metadata)
    {
        Start("AttributeConsumingService");
        _writer.WriteAttributeString("index", "0");
        _writer.WriteAttributeString("isDefault", "true");
        WriteLocalized("ServiceName", metadata.ServiceName ?? metadata.EntityId, metadata.Organization?.Language ?? "en");
        foreach (var attribute in metadata.RequestedAttributes)
        {
            Start("RequestedAttribute");
            _writer.WriteAttributeString("Name", attribute.Name);
            _writer.WriteAttributeString("NameFormat", attribute.NameFormat);
            if (attribute.FriendlyName is { } friendly)
            {
                _writer.WriteAttributeString("FriendlyName", friendly);
            }

            _writer.WriteAttributeString("isRequired", XmlConvert.ToString(attribute.IsRequired));
            _writer.WriteEndElement();
        }

        _writer.WriteEndElement();
    }

    private void WriteLocalized(string name, string value, string language)
    {
        Start(name);
        _writer.WriteAttributeString("xml", "lang", ns: null, language);
        _writer.WriteString(value);
        _writer.WriteEndElement();
    }

    private void Start(string name) => _writer.WriteStartElement("md", name, NamespaceUris.Metadata);
}
