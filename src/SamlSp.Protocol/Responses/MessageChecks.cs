using System.Text;

namespace SamlSp.Protocol;

/// <summary>Checks on the Response and on the Assertion as messages.</summary>
internal static class MessageChecks
{
    private static readonly Refusal Issuers = new(
        RefusalCodes.UntrustedIssuer,
        "The issuers of the Response and the Assertion disagree, or one is not an entity identifier."
    );

    private const int Repeatable = 5;

    public static Refusal? Version(XmlElement element) =>
        element.TryGetAttribute("Version"u8, out var version) && version.SequenceEqual("2.0"u8)
            ? null
            : new(RefusalCodes.VersionMismatch, "The version of the Response or the Assertion is not 2.0.");

    /// <summary>Issuer?, Signature?, Extensions?, Status, and then one Assertion or EncryptedAssertion.</summary>
    public static Refusal? ResponseSchema(XmlElement response) =>
        Schema(
            response,
            "Response",
            static child =>
                child.Is("Issuer"u8, Namespaces.Assertion) ? 0
                : child.Is("Signature"u8, Namespaces.Signature) ? 1
                : child.Is("Extensions"u8, Namespaces.Protocol) ? 2
                : child.Is("Status"u8, Namespaces.Protocol) ? 3
                : child.Is("Assertion"u8, Namespaces.Assertion) || child.Is("EncryptedAssertion"u8, Namespaces.Assertion) ? 4
                : -1
        );

    /// <summary>Issuer, Signature?, Subject?, Conditions?, Advice?, and then statements.</summary>
    public static Refusal? AssertionSchema(XmlElement assertion) =>
        Schema(
            assertion,
            "Assertion",
            static child =>
                child.Is("Issuer"u8, Namespaces.Assertion) ? 0
                : child.Is("Signature"u8, Namespaces.Signature) ? 1
                : child.Is("Subject"u8, Namespaces.Assertion) ? 2
                : child.Is("Conditions"u8, Namespaces.Assertion) ? 3
                : child.Is("Advice"u8, Namespaces.Assertion) ? 4
                : child.Is("AuthnStatement"u8, Namespaces.Assertion) || child.Is("AttributeStatement"u8, Namespaces.Assertion) ? Repeatable
                : child.Is("AuthzDecisionStatement"u8, Namespaces.Assertion) || child.Is("Statement"u8, Namespaces.Assertion) ? Repeatable
                : -1
        );

    public static Refusal? IssueInstant(ResponseFacts facts, XmlElement element, out DateTimeOffset instant)
    {
        instant = default;
        if (!element.TryGetAttribute("IssueInstant"u8, out var text) || !SamlInstant.TryParse(text, out instant))
        {
            return new(RefusalCodes.Malformed, "IssueInstant is missing or is not a UTC instant.");
        }

        return facts.IsFuture(instant)
            ? new(RefusalCodes.NotYetValid, "The Response or the Assertion was issued in the future.") { Instant = instant }
            : null;
    }

    /// <summary>The top-level code is Success, and nothing qualifies it.</summary>
    public static Refusal? Status(XmlElement response)
    {
        var status = response.Child("Status"u8, Namespaces.Protocol);
        var code = status.Exists ? status.Child("StatusCode"u8, Namespaces.Protocol) : default;
        if (!code.Exists || status.Count("StatusCode"u8, Namespaces.Protocol) != 1 || !code.TryGetAttribute("Value"u8, out var value))
        {
            return new(RefusalCodes.Malformed, "The Response has no status code.");
        }

        var nested = code.Child("StatusCode"u8, Namespaces.Protocol);
        if (Utf8Text.Equals(value, StatusUris.Success) && !nested.Exists)
        {
            return null;
        }

        var message = status.Child("StatusMessage"u8, Namespaces.Protocol);
        return new(RefusalCodes.StatusNotSuccess, "The identity provider answered that the sign-in did not succeed.")
        {
            Status = Encoding.UTF8.GetString(value),
            SubStatus = nested.Exists ? nested.Attribute("Value"u8) : null,
            StatusMessage = message.Exists ? message.Text() : null,
        };
    }

    /// <summary>
    /// The issuer whose keys were used. Optional in an unsigned Response that holds a plain assertion; a signed one has its Signature
    /// behind it.
    /// </summary>
    public static Refusal? Issuer(ResponseFacts facts, XmlElement element, bool isRequired)
    {
        var issuer = element.Child("Issuer"u8, Namespaces.Assertion);
        if (!issuer.Exists)
        {
            return isRequired ? SchemaRefusals.Missing("Issuer", "Assertion") : null;
        }

        var isTrusted =
            issuer.TryGetText(out var text)
            && Utf8Text.Equals(text, facts.Issuer.EntityId)
            && (
                !issuer.TryGetAttribute("Format"u8, out var format)
                || format.SequenceEqual("urn:oasis:names:tc:SAML:2.0:nameid-format:entity"u8)
            );
        return isTrusted ? null : Issuers;
    }

    /// <summary>
    /// Present, and ours; it may be absent where the connection says so. The POST binding asks for it in a signed Response only. In an
    /// unsigned one it proves nothing, but every identity
    /// provider sends it, and a Response without it comes from something else.
    /// </summary>
    public static Refusal? Destination(ResponseFacts facts)
    {
        if (!facts.Response.TryGetAttribute("Destination"u8, out var destination))
        {
            return facts.Issuer.AllowMissingDestination && !facts.IsResponseSigned
                ? null
                : new(RefusalCodes.DestinationMismatch, "The Response has no Destination.");
        }

        return Utf8Text.Equals(destination, facts.Expected.AssertionConsumerServiceUrl)
            ? null
            : new(RefusalCodes.DestinationMismatch, "The Response's Destination is not this assertion consumer service.");
    }

    private static Refusal? Schema(XmlElement parent, string name, Func<XmlElement, int> rankOf)
    {
        if (!parent.TryGetAttribute("ID"u8, out var id) || id.IsEmpty || XmlNames.Measure(id) != id.Length)
        {
            return SchemaRefusals.Id(parent);
        }

        var last = -1;
        foreach (var child in parent.Children)
        {
            var rank = rankOf(child);
            if (rank < last || (rank == last && rank != Repeatable) || rank < 0)
            {
                return SchemaRefusals.Unexpected(child, name);
            }

            last = rank;
        }

        return parent.HasStrayText() ? SchemaRefusals.Text(parent) : null;
    }
}
