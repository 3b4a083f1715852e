namespace SamlSp.Protocol;

/// <summary>Checks on the assertion's statements (SAML Core 2.7).</summary>
internal static class StatementChecks
{
    /// <summary>
    /// At least one. Several are legal: the one with the earliest AuthnInstant says when and how the user authenticated and which session
    /// it is: no other statement can make the authentication look fresher. The times of each must be valid, and the earliest
    /// SessionNotOnOrAfter counts.
    /// </summary>
    public static Refusal? AuthnStatements(ResponseFacts facts)
    {
        var statements = 0;
        foreach (var statement in facts.Assertion.Children)
        {
            if (!statement.Is("AuthnStatement"u8, Namespaces.Assertion))
            {
                continue;
            }

            if (ReadTimes(facts, statement, out var authnInstant) is { } refusal)
            {
                return refusal;
            }

            if (statement.Count("AuthnContext"u8, Namespaces.Assertion) != 1)
            {
                return new(RefusalCodes.Malformed, "An AuthnStatement has no AuthnContext, or several.");
            }

            if (statements++ > 0 && authnInstant >= facts.AuthnInstant)
            {
                continue;
            }

            facts.AuthnInstant = authnInstant;
            facts.SessionIndex = statement.Attribute("SessionIndex"u8);
            var contextClass = statement
                .Child("AuthnContext"u8, Namespaces.Assertion)
                .Child("AuthnContextClassRef"u8, Namespaces.Assertion);
            facts.AuthnContextClass = contextClass.Exists && contextClass.TryGetText(out var text) ? KnownText.FromUtf8(text) : null;
        }

        return statements > 0 ? null : new(RefusalCodes.AuthnStatementMissing, "The Assertion has no AuthnStatement.");
    }

    public static Refusal? AuthnIsFresh(ResponseFacts facts) =>
        facts.Expected.AuthenticatedNotBefore is { } notBefore && notBefore - facts.AuthnInstant > facts.Expected.ClockSkew
            ? new(RefusalCodes.AuthnTooOld, "The user did not authenticate again, although the request asked for it (ForceAuthn).")
            : null;

    public static Refusal? Attributes(ResponseFacts facts)
    {
        foreach (var statement in facts.Assertion.Children)
        {
            if (!statement.Is("AttributeStatement"u8, Namespaces.Assertion))
            {
                continue;
            }

            facts.Attributes.EnsureCapacity(facts.Attributes.Count + statement.Count("Attribute"u8, Namespaces.Assertion));
            foreach (var child in statement.Children)
            {
                var refusal =
                    child.Is("Attribute"u8, Namespaces.Assertion) ? AttributeReader.Read(child, facts.Attributes)
                    : child.Is("EncryptedAttribute"u8, Namespaces.Assertion) ? AttributeReader.ReadEncrypted(child, facts)
                    : SchemaRefusals.Unexpected(child, "AttributeStatement");
                if (refusal is not null)
                {
                    return refusal;
                }
            }
        }

        return null;
    }

    private static Refusal? ReadTimes(ResponseFacts facts, XmlElement statement, out DateTimeOffset authnInstant)
    {
        authnInstant = default;
        if (!statement.TryGetAttribute("AuthnInstant"u8, out var text) || !SamlInstant.TryParse(text, out authnInstant))
        {
            return new(RefusalCodes.Malformed, "AuthnInstant is missing or is not a UTC instant.");
        }

        if (facts.IsFuture(authnInstant))
        {
            return new(RefusalCodes.NotYetValid, "AuthnInstant lies in the future.") { Instant = authnInstant };
        }

        if (!statement.TryGetAttribute("SessionNotOnOrAfter"u8, out text))
        {
            return null;
        }

        if (!SamlInstant.TryParse(text, out var end))
        {
            return new(RefusalCodes.Malformed, "SessionNotOnOrAfter is not a UTC instant.");
        }

        if (facts.SessionNotOnOrAfter is not { } earlier || end < earlier)
        {
            facts.SessionNotOnOrAfter = end;
        }

        return facts.HasPassed(end) ? new(RefusalCodes.Expired, "SessionNotOnOrAfter has passed.") { Instant = end } : null;
    }
}
