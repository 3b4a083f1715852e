using System.Xml;

namespace SamlSp.Testing;

/// <summary>Templates that xmlsec1 fills in.</summary>
public static class XmlsecTemplates
{
    /// <summary>Puts a Signature template after the Issuer of the Assertion, or of the Response.</summary>
    public static Action<XmlDocument> SignatureOf(string element, string signatureAlgorithm, string digestAlgorithm) =>
        document =>
        {
            var parent = document.SelectNodes("//*")!.OfType<XmlElement>().First(e => e.LocalName == element);
            var fragment = document.CreateDocumentFragment();
            fragment.InnerXml =
                "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo>"
                + $"<CanonicalizationMethod Algorithm=\"{XmlAlgorithms.ExclusiveC14n}\"/><SignatureMethod Algorithm=\"{signatureAlgorithm}\"/>"
                + $"<Reference URI=\"#{parent.GetAttribute("ID")}\"><Transforms><Transform Algorithm=\"{XmlAlgorithms.EnvelopedSignature}\"/>"
                + $"<Transform Algorithm=\"{XmlAlgorithms.ExclusiveC14n}\"/></Transforms><DigestMethod Algorithm=\"{digestAlgorithm}\"/><DigestValue/></Reference>"
                + "</SignedInfo><SignatureValue/></Signature>";
            parent.InsertAfter(fragment, parent.ChildNodes.OfType<XmlElement>().First(e => e.LocalName == "Issuer"));
        };

    /// <summary>An EncryptedData template for a session key that is wrapped for an RSA key.</summary>
    public static string EncryptedData(string dataAlgorithm, string keyAlgorithm) =>
        "<xenc:EncryptedData xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\" Type=\"http://www.w3.org/2001/04/xmlenc#Element\">"
        + $"<xenc:EncryptionMethod Algorithm=\"{dataAlgorithm}\"/><KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><xenc:EncryptedKey>"
        + $"<xenc:EncryptionMethod Algorithm=\"{keyAlgorithm}\"/><KeyInfo/><xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedKey></KeyInfo>"
        + "<xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedData>";
}
