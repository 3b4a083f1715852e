using SamlSp.Claims;

namespace SamlSp.EntraSandbox;

/// <summary>Group G: the tenant, and who a user is.</summary>
internal static class TenantAttacks
{
    public static IReadOnlyList<AttackCase> Cases { get; } =
    [
        Case(
            "G01",
            "tenant-mismatch",
            "The tenantid of another tenant",
            "The issuer is the tenant, but the tenantid claim names another one. The tenant of the user is ambiguous.",
            IdentityErrorCodes.TenantMismatch,
            a => a.Name == SamlNames.TenantId ? new(a.Name, "00000000-1111-2222-3333-444444444444") : a
        ),
        Case(
            "G02",
            "no-object-id",
            "No objectidentifier",
            "Without the immutable key there are only names and addresses, and a home tenant can choose those.",
            IdentityErrorCodes.ObjectIdMissing,
            a => a.Name == SamlNames.ObjectId ? null : a
        ),
    ];

    private static AttackCase Case(
        string catalogueId,
        string id,
        string title,
        string explanation,
        string code,
        Func<TokenAttribute, TokenAttribute?> change
    ) =>
        new(
            catalogueId,
            id,
            title,
            explanation,
            code,
            c =>
                TokenAssembler.FormValue(
                    c.Issue(c.Good with { Attributes = [.. c.Good.Attributes.Select(change).OfType<TokenAttribute>()] })
                )
        )
        {
            FoundBy = AttackFinder.Identity,
        };
}
