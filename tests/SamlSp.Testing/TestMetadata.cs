using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;

namespace SamlSp.Testing;

/// <summary>
/// Federation metadata in Entra's form: a BOM, WS-Federation roles before the identity provider, the same certificates in both, signed as a
/// whole.
/// </summary>
public sealed record TestMetadata
{
    /// <summary>The entity ID.</summary>
    public string EntityId { get; init; } = TestTenant.Issuer;

    /// <summary>Signing certificates.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; init; } = [TestCertificates.Idp];

    /// <summary>The key that the document is signed with; null leaves it unsigned.</summary>
    public X509Certificate2? SignedBy { get; init; } = TestCertificates.Idp;

    /// <summary>Changes the text before it is signed.</summary>
    public Func<string, string>? Change { get; init; }

    /// <summary>The text.</summary>
    public string ToXml()
    {
        var text = Change is null ? Unsigned() : Change(Unsigned());
        if (SignedBy is null)
        {
            return text;
        }

        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.LoadXml(text);
        ReferenceSigner.Sign(
            document,
            document.DocumentElement!.GetAttribute("ID"),
            new() { Certificate = SignedBy, KeyInfoCertificate = SignedBy }
        );
        return document.OuterXml;
    }

    /// <summary>The file: a BOM, and the text in UTF-8.</summary>
    public byte[] ToBytes() => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(ToXml())];

    private string Unsigned()
    {
        var keys = string.Concat(
            Certificates.Select(c =>
                $"<KeyDescriptor use=\"signing\"><KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><X509Data><X509Certificate>{c.Base64()}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>"
            )
        );
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
            + $"<EntityDescriptor ID=\"_5f1c9d6e-metadata\" entityID=\"{EntityId}\" xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\">"
            + "<RoleDescriptor xsi:type=\"fed:SecurityTokenServiceType\" protocolSupportEnumeration=\"http://docs.oasis-open.org/wsfed/federation/200706\" "
            + "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:fed=\"http://docs.oasis-open.org/wsfed/federation/200706\">"
            + keys
            + "<fed:PassiveRequestorEndpoint><wsa:EndpointReference xmlns:wsa=\"http://www.w3.org/2005/08/addressing\">"
            + $"<wsa:Address>https://login.microsoftonline.com/{TestTenant.Id}/wsfed</wsa:Address></wsa:EndpointReference></fed:PassiveRequestorEndpoint></RoleDescriptor>"
            + $"<IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">{keys}"
            + $"<SingleLogoutService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" Location=\"{TestTenant.SignOnUrl}\"/>"
            + $"<SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" Location=\"{TestTenant.SignOnUrl}\"/>"
            + $"<SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Location=\"{TestTenant.SignOnUrl}\"/>"
            + "</IDPSSODescriptor></EntityDescriptor>";
    }
}
