namespace SamlSp.Claims;

/// <summary>
/// Member, Entra guest or external guest: from an explicit claim, then the identityprovider claim, then the <c>#EXT#</c> form.
/// </summary>
internal static class UserTypeDecision
{
    private static readonly ExplicitType AccountMember = new(IsGuest: false, "acct 0");
    private static readonly ExplicitType AccountGuest = new(IsGuest: true, "acct 1");

    private enum Home
    {
        Unsaid,
        Here,
        OtherTenant,
        Elsewhere,
    }

    public static (UserType Type, string Evidence) Decide(
        AssertedClaims claims,
        string tenant,
        IReadOnlyDictionary<string, IReadOnlyList<string>> attributes
    )
    {
        var providers = EntraClaims.Find(claims, EntraClaims.IdentityProvider);
        var home = HomeOf(providers, tenant, EntraClaims.Find(claims, EntraClaims.TenantId));
        var said = Explicit(claims, attributes);
        // A member stays one, wherever they authenticate and whatever the UPN looks like: external members exist.
        if (said is { IsGuest: false })
        {
            return (UserType.Member, said.MemberEvidence);
        }

        var provider = providers.Count == 0 ? "no identityprovider claim" : $"identityprovider is {string.Join(", ", providers)}";
        return (said, home) switch
        {
            ({ }, Home.OtherTenant or Home.Here) => (UserType.EntraGuest, $"{said.Evidence} says guest; {provider}"),
            ({ }, Home.Elsewhere) => (UserType.ExternalGuest, $"{said.Evidence} says guest; {provider}"),
            // Entra shows its own guests by their home UPN, all others by the #EXT# form.
            ({ }, _) => ShowsExternalName(claims, attributes)
                ? (UserType.ExternalGuest, $"{said.Evidence} says guest; {provider}; the name has the #EXT# form")
                : (UserType.EntraGuest, $"{said.Evidence} says guest; {provider}; the name is a home UPN"),
            (null, Home.Here) => (UserType.Member, $"{provider}, this tenant"),
            (null, Home.OtherTenant) => (UserType.EntraGuest, $"{provider}, another tenant"),
            (null, Home.Elsewhere) => (UserType.ExternalGuest, $"{provider}, no Entra tenant"),
            _ when HasExternalForm(claims, attributes) => (UserType.ExternalGuest, $"{provider}; the name has the #EXT# form"),
            _ => (UserType.Member, $"{provider}; nothing speaks of a guest"),
        };
    }

    private static bool HasExternalForm(AssertedClaims claims, IReadOnlyDictionary<string, IReadOnlyList<string>> attributes) =>
        LocalUpn.IsExternal(claims.NameId)
        || (attributes.TryGetValue("user.userprincipalname", out var names) && names.Any(LocalUpn.IsExternal))
        || (attributes.TryGetValue("user.localuserprincipalname", out names) && names.Any(LocalUpn.IsExternal));

    private static bool ShowsExternalName(AssertedClaims claims, IReadOnlyDictionary<string, IReadOnlyList<string>> attributes) =>
        LocalUpn.IsExternal(attributes.TryGetValue("user.userprincipalname", out var names) && names.Count > 0 ? names[0] : claims.NameId);

    /// <summary>The type that an explicit claim states. Where two disagree, guest: the stricter session policies apply then.</summary>
    private static ExplicitType? Explicit(AssertedClaims claims, IReadOnlyDictionary<string, IReadOnlyList<string>> attributes)
    {
        ExplicitType? found = null;
        foreach (var value in EntraClaims.Find(claims, EntraClaims.Account))
        {
            if (value.Trim() is "0" or "1" && found is not { IsGuest: true })
            {
                found = value.Trim() == "1" ? AccountGuest : AccountMember;
            }
        }

        if (!attributes.TryGetValue("user.usertype", out var types))
        {
            return found;
        }

        foreach (var value in types)
        {
            var isGuest = value.Trim().Equals("Guest", StringComparison.OrdinalIgnoreCase);
            if (!isGuest && !value.Trim().Equals("Member", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (found is null || (isGuest && !found.IsGuest))
            {
                found = new ExplicitType(isGuest, $"user.usertype {value.Trim()}");
            }
        }

        return found;
    }

    private static Home HomeOf(IReadOnlyList<string> providers, string tenant, IReadOnlyList<string> tenantIds)
    {
        var home = Home.Unsaid;
        foreach (var provider in providers)
        {
            var entra = TenantIssuer.Parse(provider);
            var its = entra ?? provider;
            var one =
                its.Equals(tenant, StringComparison.OrdinalIgnoreCase) || tenantIds.Contains(its, StringComparer.OrdinalIgnoreCase)
                    ? Home.Here
                : entra is null or TenantIssuer.PersonalAccounts ? Home.Elsewhere
                : Home.OtherTenant;
            // Entra sends one value. Of several, the one farthest from this tenant counts.
            if (one > home)
            {
                home = one;
            }
        }

        return home;
    }

    private sealed record ExplicitType(bool IsGuest, string Evidence)
    {
        public string MemberEvidence { get; } = $"{Evidence} says member";
    }
}
