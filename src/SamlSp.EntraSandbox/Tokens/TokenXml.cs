using System.Xml;

namespace SamlSp.EntraSandbox;

/// <summary>
/// Writes Responses and Assertions in Entra's form: prefix <c>samlp</c> for the Response, default namespace for the Assertion.
/// </summary>
internal static class TokenXml
{
    /// <summary>The Response around <paramref name="content"/>, which is an (Encrypted)Assertion or nothing.</summary>
    public static string Response(TokenSpec token, string content) =>
        XmlText.Write(xml =>
        {
            xml.WriteStartElement("samlp", "Response", SamlNames.Protocol);
            xml.WriteAttributeString("ID", token.ResponseId);
            xml.WriteAttributeString("Version", token.Version);
            xml.WriteAttributeString("IssueInstant", XmlText.Instant(token.IssueInstant));
            xml.WriteAttributeString("Destination", token.Destination);
            xml.Attribute("InResponseTo", token.InResponseTo);
            xml.WriteElementString("Issuer", SamlNames.Assertion, token.Issuer);
            xml.WriteStartElement("Status", SamlNames.Protocol);
            xml.WriteStartElement("StatusCode", SamlNames.Protocol);
            xml.WriteAttributeString("Value", token.Status);
            if (token.SubStatus is not null)
            {
                xml.WriteStartElement("StatusCode", SamlNames.Protocol);
                xml.WriteAttributeString("Value", token.SubStatus);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
            if (token.StatusMessage is not null)
            {
                xml.WriteElementString("StatusMessage", SamlNames.Protocol, token.StatusMessage);
            }

            xml.WriteEndElement();
            xml.WriteRaw(content);
            xml.WriteEndElement();
        });

    public static string Assertion(TokenSpec token) =>
        XmlText.Write(xml =>
        {
            xml.WriteStartElement("Assertion", SamlNames.Assertion);
            xml.WriteAttributeString("ID", token.AssertionId);
            xml.WriteAttributeString("IssueInstant", XmlText.Instant(token.IssueInstant));
            xml.WriteAttributeString("Version", token.Version);
            Text(xml, "Issuer", token.Issuer);
            WriteSubject(xml, token);
            if (token.HasConditions)
            {
                WriteConditions(xml, token);
            }

            WriteAttributes(xml, token);
            if (token.HasAuthnStatement)
            {
                WriteAuthnStatement(xml, token);
            }

            xml.WriteEndElement();
        });

    private static void WriteSubject(XmlWriter xml, TokenSpec token)
    {
        xml.WriteStartElement("Subject", SamlNames.Assertion);
        xml.WriteStartElement("NameID", SamlNames.Assertion);
        xml.Attribute("Format", token.NameId.Format);
        xml.WriteString(token.NameId.Value);
        xml.WriteEndElement();
        xml.WriteStartElement("SubjectConfirmation", SamlNames.Assertion);
        xml.WriteAttributeString("Method", token.ConfirmationMethod);
        xml.WriteStartElement("SubjectConfirmationData", SamlNames.Assertion);
        xml.Attribute("InResponseTo", token.InResponseTo);
        xml.WriteAttributeString("NotOnOrAfter", XmlText.Instant(token.ConfirmationNotOnOrAfter));
        xml.WriteAttributeString("Recipient", token.Recipient);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteConditions(XmlWriter xml, TokenSpec token)
    {
        xml.WriteStartElement("Conditions", SamlNames.Assertion);
        xml.WriteAttributeString("NotBefore", XmlText.Instant(token.NotBefore));
        xml.WriteAttributeString("NotOnOrAfter", XmlText.Instant(token.NotOnOrAfter));
        if (token.Audience is not null)
        {
            xml.WriteStartElement("AudienceRestriction", SamlNames.Assertion);
            Text(xml, "Audience", token.Audience);
            xml.WriteEndElement();
        }

        if (token.OtherCondition is not null)
        {
            Text(xml, token.OtherCondition, "");
        }

        xml.WriteEndElement();
    }

    private static void WriteAttributes(XmlWriter xml, TokenSpec token)
    {
        xml.WriteStartElement("AttributeStatement", SamlNames.Assertion);
        foreach (var attribute in token.Attributes)
        {
            xml.WriteStartElement("Attribute", SamlNames.Assertion);
            xml.WriteAttributeString("Name", attribute.Name);
            foreach (var value in attribute.Values)
            {
                Text(xml, "AttributeValue", value);
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    // SessionIndex is the assertion's ID; SessionNotOnOrAfter is never sent.
    private static void WriteAuthnStatement(XmlWriter xml, TokenSpec token)
    {
        xml.WriteStartElement("AuthnStatement", SamlNames.Assertion);
        xml.WriteAttributeString("AuthnInstant", XmlText.Instant(token.AuthnInstant));
        xml.WriteAttributeString("SessionIndex", token.AssertionId);
        xml.WriteStartElement("AuthnContext", SamlNames.Assertion);
        Text(xml, "AuthnContextClassRef", SamlNames.PasswordClass);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Text(XmlWriter xml, string name, string value) => xml.WriteElementString(name, SamlNames.Assertion, value);
}
