using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>The records that a sign-in may belong to, or collide with.</summary>
internal sealed record UserCandidates(
    IReadOnlyList<UserRow> Rows,
    string ObjectIdLower,
    string NameIdLower,
    IReadOnlyList<string> Addresses
)
{
    /// <summary>The record with the user's key: of their tenant, or provisioned with their object ID and not used yet.</summary>
    public UserRow? ByKey(UserKey key) =>
        Rows.FirstOrDefault(u => u.ObjectIdLower == ObjectIdLower && u.TenantId == key.TenantId)
        ?? Rows.FirstOrDefault(u => u.ObjectIdLower == ObjectIdLower && u.TenantId.Length == 0);

    /// <summary>
    /// The record without a key that has the user's address, where it is the only record that has it. Where several have it, none is
    /// taken: a guess could hand over another user's record. Guests with a key do not count, since their home tenant chooses the address.
    /// </summary>
    public UserRow? ByEmail()
    {
        if (Addresses.Count == 0)
        {
            return null;
        }

        var matches = Rows.Where(u => u.ObjectIdLower is null || u.UserType == UserType.Member)
            .Where(u => Has(u.MailLower) || Has(u.NameIdLower))
            .Take(2)
            .ToList();
        return matches is [{ ObjectIdLower: null } only] ? only : null;

        bool Has(string? address) => address is not null && Addresses.Contains(address, StringComparer.Ordinal);
    }

    /// <summary>Whether another user has the NameID.</summary>
    public bool HoldsNameId(UserRow? except) => Rows.Any(u => u.NameIdLower == NameIdLower && u != except);
}
