using System.Text;
using System.Xml;
using SamlSp.Protocol;
using SamlSp.Testing;
using XmlElement = System.Xml.XmlElement;

namespace SamlSp.Fuzz;

/// <summary>Reads a response by XmlDocument, from the one Assertion below its root, and compares.</summary>
internal static class DocumentOracle
{
    private const string Saml = "urn:oasis:names:tc:SAML:2.0:assertion";

    /// <summary>Null when the document says what the accepted assertion says.</summary>
    public static string? Compare(byte[] bytes, VerifiedAssertion accepted)
    {
        // XmlDocument does not decrypt.
        if (accepted.Encrypted || Load(bytes) is not { } document)
        {
            return null;
        }

        var assertions = Children(document.DocumentElement!, "Assertion");
        if (assertions is not [var assertion])
        {
            return $"Accepted, with {assertions.Count} assertions.";
        }

        var subject = Children(assertion, "Subject")[0];
        var conditions = Children(assertion, "Conditions")[0];
        return Differs("ID", accepted.Id, Value(assertion, "ID"))
            ?? Differs("Issuer", accepted.Issuer, Children(assertion, "Issuer")[0].InnerText)
            ?? CompareNameId(accepted.NameId, Children(subject, "NameID"))
            ?? (
                Answers(subject, accepted.InResponseTo)
                    ? null
                    : "No bearer confirmation for us has that InResponseTo: " + accepted.InResponseTo
            )
            ?? (Children(conditions, "AudienceRestriction").TrueForAll(IsForUs) ? null : "Accepted for another audience.")
            ?? CompareStatement(accepted, Children(assertion, "AuthnStatement")[0])
            ?? CompareAttributes(accepted.Attributes, assertion);
    }

    // Null where XmlReader is narrower than XML, as in judging xml:space: whether the two readers agree is asked elsewhere.
    private static XmlDocument? Load(byte[] bytes)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF')),
                new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }
            );
            document.Load(reader);
            return document;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string? CompareNameId(NameId accepted, List<XmlElement> names) =>
        names is not [var name]
            ? $"Accepted, with {names.Count} NameIDs."
            : Differs("NameID", accepted.Value, name.InnerText)
                ?? Differs("Format", accepted.Format, Value(name, "Format"))
                ?? Differs("NameQualifier", accepted.NameQualifier, Value(name, "NameQualifier"))
                ?? Differs("SPNameQualifier", accepted.SPNameQualifier, Value(name, "SPNameQualifier"));

    private static bool Answers(XmlElement subject, string? inResponseTo) =>
        Children(subject, "SubjectConfirmation")
            .Exists(confirmation =>
                Value(confirmation, "Method") == "urn:oasis:names:tc:SAML:2.0:cm:bearer"
                && Children(confirmation, "SubjectConfirmationData") is [var data]
                && Value(data, "Recipient") == TestSp.AcsUrl
                && Value(data, "InResponseTo") == inResponseTo
            );

    private static bool IsForUs(XmlElement restriction) =>
        Children(restriction, "Audience").Exists(audience => audience.InnerText is TestSp.EntityId or "spn:" + TestSp.EntityId);

    private static string? CompareStatement(VerifiedAssertion accepted, XmlElement statement) =>
        Differs("SessionIndex", accepted.SessionIndex, Value(statement, "SessionIndex"))
        ?? (accepted.AuthnInstant == XmlConvert.ToDateTimeOffset(statement.GetAttribute("AuthnInstant")) ? null : "AuthnInstant differs.")
        ?? Differs(
            "AuthnContextClassRef",
            accepted.AuthnContextClass,
            Children(statement, "AuthnContext") is [var context, ..]
            && Children(context, "AuthnContextClassRef") is [var reference, ..]
            && !HasElements(reference)
                ? reference.InnerText
                : null
        );

    private static string? CompareAttributes(IReadOnlyDictionary<string, IReadOnlyList<string>> accepted, XmlElement assertion)
    {
        var attributes = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var attribute in Children(assertion, "AttributeStatement").SelectMany(statement => Children(statement, "Attribute")))
        {
            if (!attributes.TryGetValue(attribute.GetAttribute("Name"), out var values))
            {
                attributes[attribute.GetAttribute("Name")] = values = [];
            }

            values.AddRange(
                Children(attribute, "AttributeValue")
                    .Where(value =>
                        !HasElements(value) && value.GetAttribute("nil", "http://www.w3.org/2001/XMLSchema-instance") is not ("true" or "1")
                    )
                    .Select(value => value.InnerText)
            );
        }

        return attributes.Count != accepted.Count
            ? $"There are {attributes.Count} attributes, and {accepted.Count} accepted."
            : attributes
                .Select(attribute =>
                    accepted.TryGetValue(attribute.Key, out var values) && values.SequenceEqual(attribute.Value, StringComparer.Ordinal)
                        ? null
                        : "An attribute differs: " + attribute.Key
                )
                .FirstOrDefault(difference => difference is not null);
    }

    private static string? Differs(string what, string? accepted, string? read) =>
        accepted == read ? null : $"{what} differs: accepted '{accepted}', read '{read}'.";

    private static string? Value(XmlElement element, string name) => element.HasAttribute(name) ? element.GetAttribute(name) : null;

    private static bool HasElements(XmlElement element) => element.ChildNodes.OfType<XmlElement>().Any();

    private static List<XmlElement> Children(XmlElement parent, string local) =>
        [.. parent.ChildNodes.OfType<XmlElement>().Where(child => child.LocalName == local && child.NamespaceURI == Saml)];
}
