using System.Collections.Concurrent;

namespace SamlSp.AspNetCore;

/// <summary>Of each user, the groups that give roles; gone when the process stops.</summary>
internal sealed class InMemoryKnownGroups : IKnownGroups
{
    private const int MaxUsers = 100_000;

    private readonly ConcurrentDictionary<(string Organization, string ObjectId), IReadOnlyList<string>> _users = [];

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> FindAsync(Organization organization, string objectId, CancellationToken cancellationToken) =>
        Task.FromResult(_users.GetValueOrDefault((organization.Name, objectId)) ?? []);

    /// <inheritdoc />
    public void Remember(Organization organization, string objectId, IReadOnlyList<string> groups)
    {
        if (_users.Count >= MaxUsers)
        {
            _users.Clear();
        }

        _users[(organization.Name, objectId)] = organization.GroupsWithRoles(groups);
    }
}
