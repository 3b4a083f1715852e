using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Xml;

namespace SamlSp.Testing;

/// <summary>Signs and verifies by <see cref="SignedXml"/>: an independent check of our own signatures.</summary>
public static class ReferenceSigner
{
    private const string DsNamespace = "http://www.w3.org/2000/09/xmldsig#";

    static ReferenceSigner()
    {
        // SignedXml comes without ECDSA.
        CryptoConfig.AddAlgorithm(typeof(EcdsaSha256Description), XmlAlgorithms.EcdsaSha256);
        CryptoConfig.AddAlgorithm(typeof(EcdsaSha384Description), XmlAlgorithms.EcdsaSha384);
        CryptoConfig.AddAlgorithm(typeof(EcdsaSha512Description), XmlAlgorithms.EcdsaSha512);
    }

    /// <summary>Signs the element with that <c>ID</c>, and puts the Signature after its Issuer.</summary>
    public static void Sign(XmlDocument document, string id, ReferenceSignature how)
    {
        var element = ById(document, id) ?? throw new InvalidOperationException("There is no element with that ID.");
        var key = PrivateKey(how.Certificate);
        var signed = new SamlSignedXml(document) { SigningKey = key };
        signed.SignedInfo!.CanonicalizationMethod = XmlAlgorithms.ExclusiveC14n;
        signed.SignedInfo.SignatureMethod = how.SignatureAlgorithm ?? DefaultAlgorithm(key);
        var reference = new Reference("#" + id) { DigestMethod = how.DigestAlgorithm };
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform());
        signed.AddReference(reference);
        if (how.KeyInfoCertificate is not null)
        {
            signed.KeyInfo = new KeyInfo();
            signed.KeyInfo.AddClause(new KeyInfoX509Data(how.KeyInfoCertificate));
        }

        how.OnSigning?.Invoke(signed);
        signed.ComputeSignature();
        var issuer = element.ChildNodes.OfType<XmlElement>().FirstOrDefault(e => e.LocalName == "Issuer");
        element.InsertAfter(document.ImportNode(signed.GetXml(), deep: true), issuer);
    }

    /// <summary>Whether the Signature directly below the element with that <c>ID</c> holds under the certificate's key.</summary>
    public static bool Verify(XmlDocument document, string id, X509Certificate2 certificate)
    {
        var element = ById(document, id);
        var signature = element
            ?.ChildNodes.OfType<XmlElement>()
            .SingleOrDefault(e => e.LocalName == "Signature" && e.NamespaceURI == DsNamespace);
        if (signature is null)
        {
            return false;
        }

        var signed = new SamlSignedXml(document);
        signed.LoadXml(signature);
        var covers = signed.SignedInfo!.References is [Reference reference] && reference.Uri == "#" + id;
        return covers && signed.CheckSignature(PublicKey(certificate));
    }

    private static XmlElement? ById(XmlDocument document, string id) =>
        document.SelectNodes("//*[@ID]")!.OfType<XmlElement>().FirstOrDefault(e => e.GetAttribute("ID") == id);

    private static AsymmetricAlgorithm PrivateKey(X509Certificate2 certificate) =>
        (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? certificate.GetECDsaPrivateKey()!;

    private static AsymmetricAlgorithm PublicKey(X509Certificate2 certificate) =>
        (AsymmetricAlgorithm?)certificate.GetRSAPublicKey() ?? certificate.GetECDsaPublicKey()!;

    private static string DefaultAlgorithm(AsymmetricAlgorithm key) => key is RSA ? XmlAlgorithms.RsaSha256 : XmlAlgorithms.EcdsaSha256;

    private sealed class SamlSignedXml(XmlDocument document) : SignedXml(document)
    {
        public override XmlElement? GetIdElement(XmlDocument? document, string idValue) =>
            document is null ? null : ById(document, idValue);
    }
}
