namespace SamlSp.Claims;

/// <summary>
/// The UPN in the inviting tenant, Entra's <c>originalUserPrincipalName</c>: with <c>#EXT#</c> for an invited user. A claim for
/// user.localuserprincipalname says it; else a name in the <c>#EXT#</c> form is it; else a guest's is built as Entra builds it.
/// </summary>
internal static class LocalUpn
{
    private const string Marker = "#EXT#@";

    /// <summary>Whether a name has the form <c>name_home.example#EXT#@tenant</c>.</summary>
    public static bool IsExternal(string? name) => IsExternal(name, null);

    public static (string? Value, string Evidence) Find(
        AssertedClaims claims,
        UserType type,
        string tenant,
        string? tenantDomain,
        IReadOnlyDictionary<string, IReadOnlyList<string>> attributes
    )
    {
        if (First(attributes, "user.localuserprincipalname") is { } local)
        {
            return (local, "the claim for user.localuserprincipalname");
        }

        var name = First(attributes, "user.userprincipalname");
        // An Entra guest is shown by the UPN that the home tenant chose: one that only looks like ours, with another domain, is not taken
        // for ours.
        var required = type == UserType.EntraGuest ? tenantDomain : null;
        if (IsExternal(name, required))
        {
            return (name, "the name claim has the #EXT# form");
        }

        if (IsExternal(claims.NameId, required))
        {
            return (claims.NameId, "the NameID has the #EXT# form");
        }

        var shown = name ?? (IsAddress(claims.NameId) ? claims.NameId : null);
        if (type == UserType.Member)
        {
            return (shown, shown is null ? "no UPN was sent" : "the UPN of a member");
        }

        // Never from the mail address: the home tenant sets it freely, and two users may have the same one.
        return shown is null
            ? (null, "a guest without a UPN claim: the mail address never takes its place")
            : (
                $"{shown.Replace('@', '_')}{Marker}{tenantDomain ?? tenant}",
                $"derived from {shown} as Entra builds"
                    + $" it{(tenantDomain is null ? "; without a TenantDomain, the tenant's ID is used" : "")}"
            );
    }

    public static bool IsAddress(string? text) =>
        text is not null
        && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
        && at == text.LastIndexOf('@')
        && at < text.Length - 1
        && !HasBlank(text);

    public static string? First(IReadOnlyDictionary<string, IReadOnlyList<string>> attributes, string name) =>
        attributes.TryGetValue(name, out var values) ? values.FirstOrDefault(static v => !string.IsNullOrWhiteSpace(v)) : null;

    private static bool HasBlank(string text)
    {
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsExternal(string? name, string? tenantDomain) =>
        name?.IndexOf(Marker, StringComparison.OrdinalIgnoreCase) is > 0 and var at
        && name.IndexOf('@', StringComparison.Ordinal) == at + Marker.Length - 1
        && name.LastIndexOf('@') == at + Marker.Length - 1
        && name.Length > at + Marker.Length
        && (tenantDomain is null || name.AsSpan(at + Marker.Length).Equals(tenantDomain, StringComparison.OrdinalIgnoreCase));
}
