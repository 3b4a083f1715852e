using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// What a stricter policy does to sessions that are live: they end when it says so, counted from their own authentication. None ever
/// becomes longer.
/// </summary>
internal static class PolicyTightening
{
    /// <summary>How many sessions one statement names.</summary>
    private const int AtOnce = 500;

    /// <summary>Makes sessions shorter, and tells all nodes.</summary>
    /// <param name="scope">The organization.</param>
    /// <param name="before">The policies that were in force; null when that is not known.</param>
    /// <param name="after">The policies that are in force now.</param>
    /// <param name="maximum">The operator's maximum, where it may have changed; null otherwise.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>How many.</returns>
    public static async Task<int> ApplyAsync(
        OrganizationScope scope,
        SessionPolicyTree? before,
        SessionPolicyTree after,
        TimeSpan? maximum,
        CancellationToken cancellationToken
    )
    {
        var now = scope.Now;
        var changed = new HashSet<string>(StringComparer.Ordinal);
        if (maximum is { } longest)
        {
            changed.UnionWith(await scope.BoundSessionsAsync(longest, cancellationToken));
        }

        foreach (var (path, policy, isNewMethod) in await AffectedAsync(scope, before, after, cancellationToken))
        {
            changed.UnionWith(await scope.ShortenSessionsAsync(path, policy, cancellationToken));
            if (!isNewMethod)
            {
                continue;
            }

            string[] refused =
            [
                .. (await ProvenAsync(scope, path, policy, cancellationToken)).Where(s => !s.Accepts(policy)).Select(s => s.Reference),
            ];
            changed.UnionWith(refused);
            foreach (var some in refused.Chunk(AtOnce))
            {
                await scope
                    .LiveSessions.Where(s => some.Contains(s.Reference))
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(s => s.ExpiresAt, now)
                                .SetProperty(s => s.ExpiresBy, SessionEndCause.Policy)
                                .SetProperty(s => s.ReauthenticationFrequency, policy.Frequency.Ticks)
                                .SetProperty(s => s.PolicyFrom, policy.From),
                        cancellationToken
                    );
            }
        }

        await scope.PublishSessionsAsync(changed, cancellationToken);
        return changed.Count;
    }

    /// <summary>How many sessions would become shorter, and how many of these would end at once.</summary>
    public static async Task<(int Shortened, int Ended)> CountAsync(
        OrganizationScope scope,
        SessionPolicyTree before,
        SessionPolicyTree after,
        CancellationToken cancellationToken
    )
    {
        var (shortened, ended, now) = (0, 0, scope.Now);
        foreach (var (path, policy, isNewMethod) in await AffectedAsync(scope, before, after, cancellationToken))
        {
            foreach (var s in await ProvenAsync(scope, path, policy, cancellationToken))
            {
                var end = isNewMethod && !s.Accepts(policy) ? now : End(policy, s.AuthenticatedAt, s.CreatedAt);
                if (end >= s.ExpiresAt)
                {
                    continue;
                }

                shortened++;
                if (end <= now)
                {
                    ended++;
                }
            }
        }

        return (shortened, ended);
    }

    /// <summary>When a session ends by a policy that requires re-authentication.</summary>
    public static DateTimeOffset End(SessionPolicy policy, DateTimeOffset authenticatedAt, DateTimeOffset createdAt) =>
        (authenticatedAt < createdAt ? authenticatedAt : createdAt) + policy.Frequency;

    /// <summary>The live sessions of a unit. Their claims are read only for a policy that needs them.</summary>
    private static async Task<IReadOnlyList<ProvenSession>> ProvenAsync(
        OrganizationScope scope,
        string path,
        SessionPolicy policy,
        CancellationToken cancellationToken
    )
    {
        var needsClaims = policy.RequiresPhishingResistant;
        return await scope
            .LiveSessions.Where(s => s.OrgUnitPath == path)
            .Select(s => new ProvenSession(
                s.Reference,
                s.MultipleFactors,
                needsClaims ? s.PackedClaims : null,
                s.AuthenticatedAt,
                s.CreatedAt,
                s.ExpiresAt
            ))
            .ToListAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<(string Path, SessionPolicy Policy, bool IsNewMethod)>> AffectedAsync(
        OrganizationScope scope,
        SessionPolicyTree? before,
        SessionPolicyTree after,
        CancellationToken cancellationToken
    )
    {
        var paths = await scope.LiveSessions.Select(s => s.OrgUnitPath).Distinct().ToListAsync(cancellationToken);
        return
        [
            .. paths
                .Where(path => after.At(path).RequiresReauthentication && before?.At(path) != after.At(path))
                .Select(path => (path, after.At(path), IsNewMethod(before?.At(path), after.At(path)))),
        ];
    }

    private static bool IsNewMethod(SessionPolicy? before, SessionPolicy after) =>
        (after.RequiresMultiFactor && before?.RequiresMultiFactor != true)
        || (after.RequiresPhishingResistant && before?.RequiresPhishingResistant != true);

    /// <summary>What a policy is compared with.</summary>
    private sealed record ProvenSession(
        string Reference,
        bool MultipleFactors,
        byte[]? PackedClaims,
        DateTimeOffset AuthenticatedAt,
        DateTimeOffset CreatedAt,
        DateTimeOffset ExpiresAt
    )
    {
        public bool Accepts(SessionPolicy policy) => policy.Accepts(MultipleFactors, SessionMapping.IsPhishingResistant(PackedClaims));
    }
}
