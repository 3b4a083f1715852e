namespace SamlSp.Protocol;

/// <summary>Checks on the assertion's Conditions (SAML Core 2.5).</summary>
internal static class ConditionsChecks
{
    public static Refusal? Present(XmlElement conditions) =>
        conditions.Exists ? null : new(RefusalCodes.MissingConditions, "The Assertion has no Conditions.");

    /// <summary>
    /// A condition that is not understood makes the assertion's validity indeterminate, and that is refused. OneTimeUse and
    /// ProxyRestriction bind us to nothing that we do not do anyway.
    /// </summary>
    public static Refusal? Known(XmlElement conditions)
    {
        foreach (var condition in conditions.Children)
        {
            if (
                !condition.Is("AudienceRestriction"u8, Namespaces.Assertion)
                && !condition.Is("OneTimeUse"u8, Namespaces.Assertion)
                && !condition.Is("ProxyRestriction"u8, Namespaces.Assertion)
            )
            {
                return new(RefusalCodes.Malformed, "The Assertion has a condition that is not known.");
            }
        }

        return null;
    }

    /// <summary>NotBefore is optional. NotOnOrAfter is required: without it, an assertion would be valid for ever.</summary>
    public static Refusal? Validity(ResponseFacts facts, XmlElement conditions)
    {
        if (conditions.TryGetAttribute("NotBefore"u8, out var text))
        {
            if (!SamlInstant.TryParse(text, out var notBefore))
            {
                return new(RefusalCodes.Malformed, "NotBefore of the Conditions is not a UTC instant.");
            }

            if (facts.IsFuture(notBefore))
            {
                return new(RefusalCodes.NotYetValid, "The Conditions' NotBefore lies in the future.") { Instant = notBefore };
            }
        }

        if (!conditions.TryGetAttribute("NotOnOrAfter"u8, out text))
        {
            return new(RefusalCodes.MissingConditions, "The Conditions have no NotOnOrAfter.");
        }

        if (!SamlInstant.TryParse(text, out var notOnOrAfter))
        {
            return new(RefusalCodes.Malformed, "NotOnOrAfter of the Conditions is not a UTC instant.");
        }

        facts.EndsBy(notOnOrAfter);
        return facts.HasPassed(notOnOrAfter)
            ? new(RefusalCodes.Expired, "The Conditions' NotOnOrAfter has passed.") { Instant = notOnOrAfter }
            : null;
    }

    /// <summary>We are an audience of every restriction, and there is at least one.</summary>
    public static Refusal? Audience(ResponseFacts facts, XmlElement conditions)
    {
        var restrictions = 0;
        foreach (var restriction in conditions.Children)
        {
            if (!restriction.Is("AudienceRestriction"u8, Namespaces.Assertion))
            {
                continue;
            }

            restrictions++;
            if (!Names(restriction, facts.Expected.EntityId))
            {
                return new(RefusalCodes.AudienceMismatch, "This service provider is not an audience of the Assertion.");
            }
        }

        return restrictions > 0 ? null : new(RefusalCodes.MissingConditions, "The Conditions have no AudienceRestriction.");
    }

    private static bool Names(XmlElement restriction, string entityId)
    {
        foreach (var audience in restriction.Children)
        {
            if (!audience.Is("Audience"u8, Namespaces.Assertion) || !audience.TryGetText(out var text))
            {
                continue;
            }

            // Entra writes spn: before an identifier that is not a URI.
            if (Utf8Text.Equals(text, entityId) || (text.StartsWith("spn:"u8) && Utf8Text.Equals(text[4..], entityId)))
            {
                return true;
            }
        }

        return false;
    }
}
