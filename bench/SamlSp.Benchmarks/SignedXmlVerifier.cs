using System.Security.Cryptography;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;

namespace SamlSp.Benchmarks;

/// <summary>
/// What an application does with the base class library: XmlDocument, SignedXml.CheckSignature, and reading the same values as
/// <c>VerifiedAssertion</c> has, without XPath. It checks less than SamlSp does: no structure, no limits, no times, no audience.
/// </summary>
internal sealed class SignedXmlVerifier(RSA key)
{
    private const string Saml = "urn:oasis:names:tc:SAML:2.0:assertion";
    private const string Ds = "http://www.w3.org/2000/09/xmldsig#";

    public Claims Verify(string formValue)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.LoadXml(Encoding.UTF8.GetString(Convert.FromBase64String(formValue)));
        var assertion = document.DocumentElement!["Assertion", Saml]!;
        var signed = new ById(document);
        signed.LoadXml(assertion["Signature", Ds]!);
        if (!signed.CheckSignature(key))
        {
            throw new CryptographicException("The signature does not hold.");
        }

        return Read(assertion);
    }

    private static Claims Read(XmlElement assertion)
    {
        var attributes = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var node in assertion["AttributeStatement", Saml]!.ChildNodes)
        {
            if (node is not XmlElement attribute)
            {
                continue;
            }

            var values = new List<string>();
            attributes[attribute.GetAttribute("Name")] = values;
            foreach (XmlNode value in attribute.ChildNodes)
            {
                values.Add(value.InnerText);
            }
        }

        var statement = assertion["AuthnStatement", Saml]!;
        return new(
            assertion["Issuer", Saml]!.InnerText,
            assertion["Subject", Saml]!["NameID", Saml]!.InnerText,
            XmlConvert.ToDateTimeOffset(statement.GetAttribute("AuthnInstant")),
            statement.GetAttribute("SessionIndex"),
            attributes
        );
    }

    /// <summary>What was read.</summary>
    internal sealed record Claims(
        string Issuer,
        string NameId,
        DateTimeOffset AuthnInstant,
        string SessionIndex,
        Dictionary<string, List<string>> Attributes
    );

    private sealed class ById(XmlDocument document) : SignedXml(document)
    {
        public override XmlElement? GetIdElement(XmlDocument? document, string idValue) =>
            document?.DocumentElement?["Assertion", Saml] is { } assertion && assertion.GetAttribute("ID") == idValue ? assertion : null;
    }
}
