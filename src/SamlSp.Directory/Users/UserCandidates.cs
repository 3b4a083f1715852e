using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>The records that a sign-in could be about, or collide with.</summary>
internal sealed record UserCandidates(
    IReadOnlyList<UserRow> Rows,
    string ObjectIdLower,
    string NameIdLower,
    IReadOnlyList<string> Addresses
)
{
    /// <summary>The record with the person's key: of their tenant, or provisioned with their object ID and not used yet.</summary>
    public UserRow? ByKey(UserKey key) =>
        Rows.FirstOrDefault(u => u.ObjectIdLower == ObjectIdLower && u.TenantId == key.TenantId)
        ?? Rows.FirstOrDefault(u => u.ObjectIdLower == ObjectIdLower && u.TenantId.Length == 0);

    /// <summary>
    /// The one record without a key that has the person's address. Two such are none: guessing would hand over somebody's record.
    /// </summary>
    public UserRow? ByEmail()
    {
        if (Addresses.Count == 0)
        {
            return null;
        }

        var matches = Rows.Where(u => u.ObjectIdLower is null && (Has(u.MailLower) || Has(u.NameIdLower))).Take(2).ToList();
        return matches.Count == 1 ? matches[0] : null;

        bool Has(string? address) => address is not null && Addresses.Contains(address, StringComparer.Ordinal);
    }

    /// <summary>Whether the NameID belongs to somebody else.</summary>
    public bool HoldsNameId(UserRow? except) => Rows.Any(u => u.NameIdLower == NameIdLower && u != except);
}
