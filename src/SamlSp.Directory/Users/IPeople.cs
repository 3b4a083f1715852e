namespace SamlSp.Directory;

/// <summary>What people are called, many at once: for lists that hold record IDs.</summary>
public interface IPeople
{
    /// <summary>
    /// The display name, NameID or mail address of each record that there is, by its ID. IDs without a record are left out.
    /// </summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="ids">Record IDs; others are passed over. At most 1,000.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyDictionary<string, string>> NamesAsync(
        string organization,
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken
    );

    /// <summary>How many there are, or were up to 15 seconds ago.</summary>
    Task<PeopleFigures> CountAsync(string organization, CancellationToken cancellationToken);
}
