namespace SamlSp.AspNetCore;

/// <summary>
/// The groups that gave users roles at their last sign-in. <see cref="InMemoryKnownGroups"/>; SamlSp.Directory keeps them.
/// </summary>
internal interface IKnownGroups
{
    /// <summary>Their object IDs; empty for a user who has none, or never signed in.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="objectId">The user's object ID, in lower case.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    Task<IReadOnlyList<string>> FindAsync(Organization organization, string objectId, CancellationToken cancellationToken);

    /// <summary>Notes what was read now.</summary>
    void Remember(Organization organization, string objectId, IReadOnlyList<string> groups);
}
