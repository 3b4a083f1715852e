using System.Collections.Concurrent;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>The organizations' policies in memory. What was changed elsewhere is thrown out by <see cref="ChangeFeed"/>.</summary>
internal sealed class OrgUnitPolicyCache
{
    private readonly ConcurrentDictionary<string, Entry> _trees = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private long _generation;

    /// <summary>Noted before the store is asked, so that what changes in between is not kept.</summary>
    public long Generation => Interlocked.Read(ref _generation);

    public SessionPolicyTree? Find(Organization organization) =>
        _trees.TryGetValue(OrganizationScope.Key(organization.Name), out var found) && ReferenceEquals(found.Organization, organization)
            ? found.Policies
            : null;

    public void Add(Organization organization, SessionPolicyTree policies, long version, long generation)
    {
        lock (_lock)
        {
            if (generation == _generation)
            {
                _trees[OrganizationScope.Key(organization.Name)] = new(organization, policies, version);
            }
        }
    }

    /// <summary>An organization's policies of a version. Those of another version are thrown out, and null is the answer.</summary>
    public SessionPolicyTree? Find(Organization organization, long version)
    {
        var key = OrganizationScope.Key(organization.Name);
        if (!_trees.TryGetValue(key, out var found))
        {
            return null;
        }

        if (found.Version == version)
        {
            return ReferenceEquals(found.Organization, organization) ? found.Policies : null;
        }

        _trees.TryRemove(new(key, found));
        return null;
    }

    public void Clear()
    {
        lock (_lock)
        {
            _generation++;
            _trees.Clear();
        }
    }

    private sealed record Entry(Organization Organization, SessionPolicyTree Policies, long Version);
}
