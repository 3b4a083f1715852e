using System.Globalization;
using System.Security;
using System.Text;

namespace SamlSp.Testing;

/// <summary>Writes the unsigned text of a Response in Entra's form.</summary>
internal static class ResponseWriter
{
    public static string Write(TestIdp idp)
    {
        var xml = new StringBuilder();
        xml.Append("<samlp:Response")
            .Attribute("ID", idp.ResponseId)
            .Attribute("Version", idp.Version)
            .Attribute("IssueInstant", Instant(idp.IssueInstant))
            .Attribute("Destination", idp.Destination)
            .Attribute("InResponseTo", idp.ResponseInResponseTo)
            .Append(" xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\">");
        if (idp.ResponseIssuer is not null)
        {
            xml.Append("<Issuer xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\">").Append(Escape(idp.ResponseIssuer)).Append("</Issuer>");
        }

        WriteStatus(xml, idp);
        if (idp.HasAssertion)
        {
            WriteAssertion(xml, idp);
        }

        return xml.Append("</samlp:Response>").ToString();
    }

    private static void WriteStatus(StringBuilder xml, TestIdp idp)
    {
        xml.Append("<samlp:Status><samlp:StatusCode").Attribute("Value", idp.Status).Append('>');
        if (idp.SubStatus is not null)
        {
            xml.Append("<samlp:StatusCode").Attribute("Value", idp.SubStatus).Append("/>");
        }

        xml.Append("</samlp:StatusCode>");
        if (idp.StatusMessage is not null)
        {
            xml.Append("<samlp:StatusMessage>").Append(Escape(idp.StatusMessage)).Append("</samlp:StatusMessage>");
        }

        xml.Append("</samlp:Status>");
    }

    private static void WriteAssertion(StringBuilder xml, TestIdp idp)
    {
        xml.Append("<Assertion")
            .Attribute("ID", idp.AssertionId)
            .Attribute("IssueInstant", Instant(idp.IssueInstant))
            .Attribute("Version", idp.Version)
            .Append(" xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\">");
        if (idp.Issuer is not null)
        {
            xml.Append("<Issuer>").Append(Escape(idp.Issuer)).Append("</Issuer>");
        }

        xml.Append("<Subject><NameID")
            .Attribute("Format", idp.NameIdFormat)
            .Append('>')
            .Append(Escape(idp.NameIdValue ?? idp.Subject.UserPrincipalName))
            .Append("</NameID>")
            .Append("<SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\"><SubjectConfirmationData")
            .Attribute("InResponseTo", idp.ConfirmationInResponseTo)
            .Attribute("NotOnOrAfter", Instant(idp.ConfirmationNotOnOrAfter ?? idp.IssueInstant.AddHours(1)))
            .Attribute("Recipient", idp.Recipient)
            .Append("/></SubjectConfirmation></Subject><Conditions")
            .Attribute("NotBefore", Instant(idp.NotBefore ?? idp.IssueInstant.AddMinutes(-5)))
            .Attribute("NotOnOrAfter", Instant(idp.NotOnOrAfter ?? idp.IssueInstant.AddHours(1)))
            .Append('>');
        if (idp.Audiences.Count > 0)
        {
            xml.Append("<AudienceRestriction>");
            foreach (var audience in idp.Audiences)
            {
                xml.Append("<Audience>").Append(Escape(audience)).Append("</Audience>");
            }

            xml.Append("</AudienceRestriction>");
        }

        xml.Append("</Conditions>");
        WriteAttributes(xml, idp);
        for (var i = 0; i < idp.AuthnStatements; i++)
        {
            WriteAuthnStatement(xml, idp);
        }

        xml.Append("</Assertion>");
    }

    private static void WriteAttributes(StringBuilder xml, TestIdp idp)
    {
        var user = idp.Subject;
        (string Name, IReadOnlyList<string> Values)[] standard =
        [
            (EntraClaims.TenantId, [TestTenant.Id]),
            (EntraClaims.ObjectId, [user.ObjectId]),
            (EntraClaims.DisplayName, [user.DisplayName]),
            (EntraClaims.Groups, user.Groups),
            (EntraClaims.IdentityProvider, [user.IdentityProvider]),
            (EntraClaims.AuthnMethods, [EntraClaims.PasswordMethod]),
            (EntraClaims.GivenName, [user.GivenName]),
            (EntraClaims.Surname, [user.Surname]),
            (EntraClaims.EmailAddress, user.Mail is null ? [] : [user.Mail]),
            (EntraClaims.Name, [user.UserPrincipalName]),
        ];
        var replaced = idp.ExtraAttributes.Select(a => a.Name).ToHashSet(StringComparer.Ordinal);
        var all = standard.Where(a => !replaced.Contains(a.Name)).Concat(idp.ExtraAttributes).Where(a => a.Values.Count > 0).ToList();
        if (all.Count == 0)
        {
            return;
        }

        xml.Append("<AttributeStatement>");
        foreach (var (name, values) in all)
        {
            xml.Append("<Attribute").Attribute("Name", name).Append('>');
            foreach (var value in values)
            {
                xml.Append("<AttributeValue>").Append(Escape(value)).Append("</AttributeValue>");
            }

            xml.Append("</Attribute>");
        }

        xml.Append("</AttributeStatement>");
    }

    private static void WriteAuthnStatement(StringBuilder xml, TestIdp idp)
    {
        var sessionIndex = idp.SessionIndex ?? idp.AssertionId;
        xml.Append("<AuthnStatement")
            .Attribute("AuthnInstant", Instant(idp.AuthnInstant ?? idp.IssueInstant.AddMinutes(-1)))
            .Attribute("SessionIndex", sessionIndex is "" ? null : sessionIndex)
            .Attribute("SessionNotOnOrAfter", idp.SessionNotOnOrAfter is { } end ? Instant(end) : null)
            .Append("><AuthnContext>");
        if (idp.AuthnContextClass is not null)
        {
            xml.Append("<AuthnContextClassRef>").Append(Escape(idp.AuthnContextClass)).Append("</AuthnContextClassRef>");
        }

        xml.Append("</AuthnContext></AuthnStatement>");
    }

    private static StringBuilder Attribute(this StringBuilder xml, string name, string? value) =>
        value is null ? xml : xml.Append(' ').Append(name).Append("=\"").Append(Escape(value)).Append('"');

    private static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static string Escape(string value) => SecurityElement.Escape(value).Replace("\r", "&#13;", StringComparison.Ordinal);
}
