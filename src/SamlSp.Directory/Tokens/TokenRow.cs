using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>A token as it is stored: under its hash.</summary>
internal sealed class TokenRow : IOrganizationOwned
{
    public required string Hash { get; init; }

    public required string Organization { get; init; }

    public required string FamilyId { get; init; }

    public required TokenKind Kind { get; init; }

    public required string SealedSession { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    public string? RedirectUri { get; init; }

    public string? CodeChallenge { get; init; }

    public static TokenRow From(StoredToken token, string organization) =>
        new()
        {
            Hash = token.Hash,
            Organization = OrganizationScope.Key(organization),
            FamilyId = token.FamilyId,
            Kind = token.Kind,
            SealedSession = token.SealedSession,
            ExpiresAt = token.ExpiresAt,
            UsedAt = token.UsedAt,
            RedirectUri = token.RedirectUri,
            CodeChallenge = token.CodeChallenge,
        };
}
