using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>A family of tokens as stored.</summary>
internal sealed class TokenFamilyRow : IOrganizationOwned
{
    public required string Id { get; init; }

    public required string Organization { get; init; }

    /// <summary>The organization's name as the configuration writes it.</summary>
    public required string OrganizationName { get; init; }

    public required string Session { get; init; }

    public required string UserId { get; init; }

    public required string ClientId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public static TokenFamilyRow From(TokenFamily family) =>
        new()
        {
            Id = family.Id,
            Organization = OrganizationScope.Key(family.Organization),
            OrganizationName = family.Organization,
            Session = family.Session,
            UserId = family.UserId,
            ClientId = family.ClientId,
            CreatedAt = family.CreatedAt,
            ExpiresAt = family.ExpiresAt,
            EndedAt = family.EndedAt,
        };

    public TokenFamily ToFamily() =>
        new()
        {
            Id = Id,
            Organization = OrganizationName,
            Session = Session,
            UserId = UserId,
            ClientId = ClientId,
            CreatedAt = CreatedAt,
            ExpiresAt = ExpiresAt,
            EndedAt = EndedAt,
        };
}
