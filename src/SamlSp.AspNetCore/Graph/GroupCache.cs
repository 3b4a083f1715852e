using System.Runtime.InteropServices;

namespace SamlSp.AspNetCore;

/// <summary>
/// Users' groups of the last minutes, at most a million in all (16 MB). When there are more, all are forgotten: they are read again.
/// </summary>
internal sealed class GroupCache(TimeProvider clock)
{
    private const int MaxGroups = 1_000_000;
    private const int MaxUsers = 50_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Organization, string Tenant, string User), Kept> _users = [];
    private int _groups;

    /// <summary>The groups of a user; null when they are not kept, or were read with other settings.</summary>
    public Guid[]? Find(GraphTenant tenant, string user)
    {
        lock (_gate)
        {
            return
                _users.TryGetValue(Key(tenant, user), out var kept)
                && ReferenceEquals(kept.Options, tenant.Options)
                && kept.Until > clock.GetUtcNow()
                ? kept.Groups
                : null;
        }
    }

    /// <summary>Keeps the groups of a user for as long as the settings say.</summary>
    public void Add(GraphTenant tenant, string user, Guid[] groups)
    {
        lock (_gate)
        {
            if (_groups + groups.Length > MaxGroups || _users.Count >= MaxUsers)
            {
                _users.Clear();
                _groups = 0;
            }

            _groups += groups.Length - (_users.TryGetValue(Key(tenant, user), out var before) ? before.Groups.Length : 0);
            _users[Key(tenant, user)] = new(groups, tenant.Options, clock.GetUtcNow() + tenant.Options.CacheTime);
        }
    }

    private static (string, string, string) Key(GraphTenant tenant, string user) => (tenant.Organization, tenant.TenantId, user);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Kept(Guid[] Groups, GraphOptions Options, DateTimeOffset Until);
}
