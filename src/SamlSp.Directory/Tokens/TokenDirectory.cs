using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Families of tokens out of the store, by user.</summary>
internal sealed class TokenDirectory(Store store, ITokenStore tokens, TimeProvider clock) : ITokenDirectory
{
    /// <inheritdoc />
    public Task<IReadOnlyList<TokenFamily>> ListAsync(string organization, string userId, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<TokenFamily>>(
            organization,
            async scope =>
            {
                var now = clock.GetUtcNow();
                var families = scope.TokenFamilies.Where(f => f.UserId == userId && f.EndedAt == null && f.ExpiresAt > now);

                // A family ends with its session, whether or not that was written down with the family.
                var live = families.Where(f => scope.Sessions.Any(s => s.Reference == f.Session && s.EndedAt == null && s.ExpiresAt > now));
                var rows = await live.OrderByDescending(f => f.CreatedAt).ToListAsync(cancellationToken);
                return [.. rows.Select(row => row.ToFamily())];
            },
            cancellationToken
        );

    /// <inheritdoc />
    public async Task<bool> EndAsync(string organization, string userId, string familyId, CancellationToken cancellationToken)
    {
        var family = (await ListAsync(organization, userId, cancellationToken)).FirstOrDefault(f => f.Id == familyId);
        if (family is null)
        {
            return false;
        }

        await tokens.EndAsync(family, TokenFamilyEndCause.Revoked, cancellationToken);
        return true;
    }
}
