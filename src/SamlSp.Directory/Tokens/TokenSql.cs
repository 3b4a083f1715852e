using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>The statement that finds a token, as both databases understand it.</summary>
internal static class TokenSql
{
    /// <summary>The token of a user who has it, with its family, whose organization the family itself says.</summary>
    private static readonly UnownedSql Find = new(
        SqlText.WideTag
            + "token by its secret\n"
            + "SELECT t.family_id, t.kind, t.sealed_session, t.expires_at, t.used_at, t.redirect_uri, t.code_challenge,"
            + " f.organization_name, f.session, f.user_id, f.client_id, f.created_at, f.expires_at, f.ended_at"
            + " FROM tokens t JOIN token_families f ON f.id = t.family_id WHERE t.hash = $1"
    );

    /// <summary>Finds a token by its hash; null if there is none.</summary>
    public static async Task<TokenMatch?> FindAsync(Store store, string hash, CancellationToken cancellationToken) =>
        await store.ReadAsync(Find, [hash], cancellationToken) is [var row] ? ToMatch(hash, row) : null;

    private static TokenMatch ToMatch(string hash, SqlRow row) =>
        new(
            new()
            {
                Hash = hash,
                FamilyId = row.Text(0),
                Kind = row.Name<TokenKind>(1),
                SealedSession = row.Text(2),
                ExpiresAt = row.Instant(3),
                UsedAt = row.InstantOrNull(4),
                RedirectUri = row.TextOrNull(5),
                CodeChallenge = row.TextOrNull(6),
            },
            new()
            {
                Id = row.Text(0),
                Organization = row.Text(7),
                Session = row.Text(8),
                UserId = row.Text(9),
                ClientId = row.Text(10),
                CreatedAt = row.Instant(11),
                ExpiresAt = row.Instant(12),
                EndedAt = row.InstantOrNull(13),
            }
        );
}
