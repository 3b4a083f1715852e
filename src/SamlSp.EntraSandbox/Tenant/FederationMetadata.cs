using System.Text;
using System.Xml;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>
/// Writes the federation metadata in Entra's form: a byte order mark, a signature, and a WS-Federation role before the one that SAML is
/// about.
/// </summary>
internal static class FederationMetadata
{
    private const string Fed = "http://docs.oasis-open.org/wsfed/federation/200706";
    private const string Xsi = "http://www.w3.org/2001/XMLSchema-instance";
    private const string Wsa = "http://www.w3.org/2005/08/addressing";

    public static byte[] Write(EntraSandboxTenant tenant, TenantKeys.State keys)
    {
        var id = TokenSpec.NewId();
        var xml = XmlText.Write(writer => WriteEntity(writer, tenant, keys, id));
        var signed = EnvelopedSigner.Sign(Encoding.UTF8.GetBytes(xml), id, keys.Active);
        return [.. Encoding.UTF8.Preamble, .. "<?xml version=\"1.0\" encoding=\"utf-8\"?>"u8, .. signed];
    }

    private static void WriteEntity(XmlWriter xml, EntraSandboxTenant tenant, TenantKeys.State keys, string id)
    {
        xml.WriteStartElement("EntityDescriptor", SamlNames.Metadata);
        xml.WriteAttributeString("ID", id);
        xml.WriteAttributeString("entityID", tenant.EntityId);
        WriteWsFederation(xml, tenant, keys);
        xml.WriteStartElement("IDPSSODescriptor", SamlNames.Metadata);
        xml.WriteAttributeString("protocolSupportEnumeration", SamlNames.Protocol);
        WriteKeys(xml, keys);
        WriteEndpoint(xml, "SingleLogoutService", BindingUris.Redirect, tenant);
        WriteEndpoint(xml, "SingleSignOnService", BindingUris.Redirect, tenant);
        WriteEndpoint(xml, "SingleSignOnService", BindingUris.Post, tenant);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteWsFederation(XmlWriter xml, EntraSandboxTenant tenant, TenantKeys.State keys)
    {
        xml.WriteStartElement("RoleDescriptor", SamlNames.Metadata);
        xml.WriteAttributeString("xmlns", "xsi", null, Xsi);
        xml.WriteAttributeString("xmlns", "fed", null, Fed);
        xml.WriteAttributeString("type", Xsi, "fed:SecurityTokenServiceType");
        xml.WriteAttributeString("protocolSupportEnumeration", Fed);
        WriteKeys(xml, keys);
        xml.WriteStartElement("fed", "PassiveRequestorEndpoint", Fed);
        xml.WriteStartElement("wsa", "EndpointReference", Wsa);
        xml.WriteElementString("wsa", "Address", Wsa, tenant.SignOnUrl[..^"saml2".Length] + "wsfed");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteKeys(XmlWriter xml, TenantKeys.State keys)
    {
        foreach (var certificate in keys.Published.Select(k => k.Certificate))
        {
            xml.WriteStartElement("KeyDescriptor", SamlNames.Metadata);
            xml.WriteAttributeString("use", "signing");
            xml.WriteStartElement("KeyInfo", SamlNames.Signature);
            xml.WriteStartElement("X509Data", SamlNames.Signature);
            xml.WriteElementString("X509Certificate", SamlNames.Signature, Convert.ToBase64String(certificate.RawData));
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
    }

    private static void WriteEndpoint(XmlWriter xml, string name, string binding, EntraSandboxTenant tenant)
    {
        xml.WriteStartElement(name, SamlNames.Metadata);
        xml.WriteAttributeString("Binding", binding);
        xml.WriteAttributeString("Location", tenant.SignOnUrl);
        xml.WriteEndElement();
    }
}
