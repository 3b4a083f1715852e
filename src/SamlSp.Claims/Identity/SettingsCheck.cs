namespace SamlSp.Claims;

/// <summary>What can be wrong with an organization's identity settings beside its rules.</summary>
internal static class SettingsCheck
{
    public static void Check(IdentitySettings settings, RuleErrors errors)
    {
        CheckDomain(settings.TenantDomain, nameof(settings.TenantDomain), errors);
        CheckDomain(settings.PrimaryDomain, nameof(settings.PrimaryDomain), errors);
        if (settings.KeyClaim is not null && string.IsNullOrWhiteSpace(settings.KeyClaim))
        {
            errors.Add(nameof(settings.KeyClaim), "the claim's name is empty");
        }

        foreach (var (attribute, claim) in settings.AttributeClaims)
        {
            if (string.IsNullOrWhiteSpace(attribute) || string.IsNullOrWhiteSpace(claim))
            {
                errors.Add($"Attributes:{attribute}", "the attribute's and the claim's name must not be empty");
            }
        }

        foreach (
            var twice in settings
                .AttributeClaims.Keys.GroupBy(UserAttributeMap.Normalize, StringComparer.Ordinal)
                .Where(static g => g.Count() > 1)
        )
        {
            errors.Add($"Attributes:{twice.Key}", "the attribute is there twice");
        }

        if (settings.NameIdConditions is { Count: 0 } && settings.NameIdFallback == NameIdFallback.Refuse)
        {
            errors.Add(
                "NameId:Conditions",
                "there are no rows, so no user could sign in: leave it out for the default rules, or fall back to the asserted NameID"
            );
        }
    }

    private static void CheckDomain(string? domain, string name, RuleErrors errors)
    {
        if (domain is null)
        {
            return;
        }

        if (Uri.CheckHostName(domain) != UriHostNameType.Dns || !domain.Contains('.', StringComparison.Ordinal))
        {
            errors.Add(name, $"'{domain}' is not a domain name");
        }
    }
}
