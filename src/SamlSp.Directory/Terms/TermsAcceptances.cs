using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>Acceptances in the store; those that are known are kept in memory, since they are never taken back.</summary>
internal sealed class TermsAcceptances(Store store) : ITermsAcceptances
{
    private const int MaxKnown = 100_000;

    private readonly ConcurrentDictionary<(string Organization, string UserId, string Version), bool> _known = new();

    /// <inheritdoc />
    public ValueTask<bool> HasAcceptedAsync(string organization, string userId, string version, CancellationToken cancellationToken) =>
        _known.ContainsKey((OrganizationScope.Key(organization), userId, version))
            ? new(true)
            : new(AskAsync(organization, userId, version, cancellationToken));

    /// <inheritdoc />
    public async Task<bool> AcceptAsync(string organization, string userId, string version, CancellationToken cancellationToken)
    {
        try
        {
            return await store.WriteAsync(
                organization,
                userId,
                async scope =>
                {
                    if (await scope.TermsAcceptances.AnyAsync(t => t.UserId == userId && t.Version == version, cancellationToken))
                    {
                        return false;
                    }

                    if (!await scope.Users.AnyAsync(u => u.Id == userId && u.DeletedAt == null, cancellationToken))
                    {
                        return false;
                    }

                    scope.Add(
                        new TermsAcceptanceRow
                        {
                            Organization = scope.Organization,
                            UserId = userId,
                            Version = version,
                            AcceptedAt = scope.Now,
                        }
                    );
                    scope.Audit(AuditActions.TermsAccepted, userId, new Dictionary<string, string> { ["version"] = version });
                    await scope.SaveAsync(cancellationToken);
                    return true;
                },
                cancellationToken
            );
        }
        catch (DbUpdateException e) when (StoreErrors.IsUniqueViolation(e))
        {
            // The user accepted in two windows at once.
            return false;
        }
    }

    private async Task<bool> AskAsync(string organization, string userId, string version, CancellationToken cancellationToken)
    {
        if (
            !await store.ReadAsync(
                organization,
                scope => scope.TermsAcceptances.AnyAsync(t => t.UserId == userId && t.Version == version, cancellationToken),
                cancellationToken
            )
        )
        {
            return false;
        }

        if (_known.Count >= MaxKnown)
        {
            _known.Clear();
        }

        _known[(OrganizationScope.Key(organization), userId, version)] = true;
        return true;
    }
}
