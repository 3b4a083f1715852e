using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;

namespace SamlSp.Testing;

/// <summary>Signs messages of the POST binding by SignedXml.</summary>
public static class SignedForm
{
    /// <summary>The message with a Signature over its root, as text.</summary>
    public static string Sign(string xml, X509Certificate2? certificate = null, string? algorithm = null)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.LoadXml(xml);
        var how = new ReferenceSignature
        {
            Certificate = certificate ?? TestCertificates.Idp,
            KeyInfoCertificate = certificate ?? TestCertificates.Idp,
            SignatureAlgorithm = algorithm,
        };
        ReferenceSigner.Sign(document, document.DocumentElement!.GetAttribute("ID"), how);
        return document.OuterXml;
    }

    /// <summary>The form value of a text.</summary>
    public static string Encode(string xml) => Convert.ToBase64String(Encoding.UTF8.GetBytes(xml));
}
