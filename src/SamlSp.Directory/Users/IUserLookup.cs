namespace SamlSp.Directory;

/// <summary>Names of users, many at once, for lists that hold record IDs; and how many users there are.</summary>
internal interface IUserLookup
{
    /// <summary>
    /// The display name, NameID or mail address of each record that there is, by its ID. IDs without a record are left out.
    /// </summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="ids">Record IDs; others are ignored. At most 1,000.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyDictionary<string, string>> NamesAsync(
        string organization,
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken
    );

    /// <summary>How many users a query means, its page aside; no more than the limit.</summary>
    Task<int> CountAsync(string organization, UserQuery query, int limit, CancellationToken cancellationToken);

    /// <summary>How many live sessions a query means, its page aside; no more than the limit.</summary>
    Task<int> CountAsync(string organization, SessionQuery query, int limit, CancellationToken cancellationToken);

    /// <summary>How many audit entries a query means, its page aside; no more than the limit.</summary>
    Task<int> CountAsync(string organization, AuditQuery query, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The groups of users, by the user's ID: those of the last sign-in that gave roles then, and those that are provisioned. They are
    /// names of groups at the identity provider, as the organization's <c>Roles</c> table has them.
    /// </summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="ids">Record IDs. At most 1,000.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<ILookup<string, string>> GroupsAsync(string organization, IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Whether a user is an owner, and no other user who can sign in is one.</summary>
    Task<bool> IsLastOwnerAsync(string organization, string userId, CancellationToken cancellationToken);

    /// <summary>How many users and sessions there are. The numbers are up to 15 seconds old.</summary>
    Task<UserCounts> CountAsync(string organization, CancellationToken cancellationToken);
}
