namespace SamlSp.EntraSandbox;

/// <summary>The state of the tenant's accounts, and the order in which it changed. Safe for concurrent use.</summary>
internal sealed class SandboxAccounts
{
    private readonly Lock _gate = new();
    private readonly SandboxAccount[] _accounts;
    private long _changes;

    /// <summary>Starts with every account enabled.</summary>
    /// <param name="users">The users.</param>
    /// <param name="clock">The clock by which they were created.</param>
    public SandboxAccounts(IReadOnlyList<SandboxUser> users, TimeProvider clock) =>
        _accounts = [.. users.Select(user => new SandboxAccount(user) { ValidFrom = clock.GetUtcNow() })];

    /// <summary>Changes an account.</summary>
    /// <exception cref="ArgumentException">There is no such user.</exception>
    public void Change(string user, Func<SandboxAccount, SandboxAccount> change)
    {
        lock (_gate)
        {
            var at = Array.FindIndex(_accounts, account => account.User.Id == user);
            if (at < 0)
            {
                throw new ArgumentException($"There is no user {user}.", nameof(user));
            }

            if (change(_accounts[at]) is var changed && changed != _accounts[at])
            {
                _accounts[at] = changed with { Change = ++_changes };
            }
        }
    }

    /// <summary>A page of the accounts that changed after another change. Their order stays, whatever changes meanwhile.</summary>
    /// <param name="change">The number of that change; -1 for all accounts.</param>
    /// <param name="from">The place to begin at.</param>
    /// <param name="size">The most accounts.</param>
    /// <returns>The accounts, the place of the next one (null when there is none), and the number of the newest change.</returns>
    public (IReadOnlyList<SandboxAccount> Changed, int? Next, long Newest) Since(long change, int from, int size)
    {
        lock (_gate)
        {
            var places = Enumerable
                .Range(0, _accounts.Length)
                .Where(at => at >= from && _accounts[at].Change > change)
                .Take(size + 1)
                .ToList();
            return (places.Take(size).Select(at => _accounts[at]).ToList(), places.Count > size ? places[size] : null, _changes);
        }
    }

    /// <summary>The account with an object ID that is not deleted; null for none.</summary>
    public SandboxAccount? Find(string? objectId)
    {
        lock (_gate)
        {
            return Array.Find(
                _accounts,
                account => !account.IsDeleted && account.User.ObjectId.Equals(objectId, StringComparison.OrdinalIgnoreCase)
            );
        }
    }
}

/// <summary>An account of the tenant.</summary>
/// <param name="User">Whose.</param>
internal sealed record SandboxAccount(SandboxUser User)
{
    public bool IsEnabled { get; init; } = true;

    public bool IsDeleted { get; init; }

    /// <summary>Sign-in sessions from before are revoked, UTC.</summary>
    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>The number of its last change; 0 for none.</summary>
    public long Change { get; init; }
}
