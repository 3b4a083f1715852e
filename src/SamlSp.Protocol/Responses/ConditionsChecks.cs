namespace SamlSp.Protocol;

/// <summary>Checks on the assertion's Conditions (SAML Core 2.5).</summary>
internal static class ConditionsChecks
{
    public static Refusal? Present(ResponseFacts facts) =>
        Conditions(facts).Exists ? null : new(RefusalCodes.MissingConditions, "The Assertion has no Conditions.");

    /// <summary>
    /// A condition that is not understood makes the assertion's validity indeterminate, and that is refused. OneTimeUse and
    /// ProxyRestriction bind us to nothing that we do not do anyway.
    /// </summary>
    public static Refusal? Known(ResponseFacts facts)
    {
        foreach (var condition in Conditions(facts).Children)
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

    public static Refusal? NotBefore(ResponseFacts facts)
    {
        if (!Conditions(facts).TryGetAttribute("NotBefore"u8, out var text))
        {
            return null;
        }

        if (!SamlInstant.TryParse(text, out var notBefore))
        {
            return new(RefusalCodes.Malformed, "NotBefore of the Conditions is not a UTC instant.");
        }

        return facts.IsFuture(notBefore) ? new(RefusalCodes.NotYetValid, "The Conditions' NotBefore lies in the future.") : null;
    }

    public static Refusal? NotOnOrAfter(ResponseFacts facts)
    {
        if (!Conditions(facts).TryGetAttribute("NotOnOrAfter"u8, out var text))
        {
            return new(RefusalCodes.MissingConditions, "The Conditions have no NotOnOrAfter.");
        }

        if (!SamlInstant.TryParse(text, out var notOnOrAfter))
        {
            return new(RefusalCodes.Malformed, "NotOnOrAfter of the Conditions is not a UTC instant.");
        }

        facts.EndsBy(notOnOrAfter);
        return facts.HasPassed(notOnOrAfter) ? new(RefusalCodes.Expired, "The Conditions' NotOnOrAfter has passed.") : null;
    }

    /// <summary>We are an audience of every restriction, and there is at least one.</summary>
    public static Refusal? Audience(ResponseFacts facts)
    {
        var restrictions = 0;
        foreach (var restriction in Conditions(facts).Children)
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

    private static XmlElement Conditions(ResponseFacts facts) => facts.Assertion.Child("Conditions"u8, Namespaces.Assertion);

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
