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

    /// <summary>How many users and sessions there are. The numbers are up to 15 seconds old.</summary>
    Task<UserCounts> CountAsync(string organization, CancellationToken cancellationToken);
}
