namespace SamlSp.Directory;

/// <summary>
/// The secrets that an organization's provisioning service authenticates with: several, so that one can be exchanged while the other is in
/// use.
/// </summary>
internal interface IProvisioningTokens
{
    /// <summary>The longest that a secret can be valid.</summary>
    static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(3 * 366);

    /// <summary>The longest name.</summary>
    const int MaxNameLength = 100;

    /// <summary>The most secrets that an organization can have at once.</summary>
    const int MaxCount = 20;

    /// <summary>Creates a secret.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="name">A name to know it by, 1 to 100 characters without control characters; two of one name are told apart by their
    /// IDs.</param>
    /// <param name="kind">How it is to be used.</param>
    /// <param name="lifetime">How long it is valid, up to three years.</param>
    /// <param name="actor">Who creates it, for the audit trail.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The secret; null when the organization has <see cref="MaxCount"/> already.</returns>
    /// <exception cref="ArgumentException">The name or the lifetime is out of bounds.</exception>
    Task<NewProvisioningCredential?> CreateAsync(
        string organization,
        string name,
        ProvisioningCredentialKind kind,
        TimeSpan lifetime,
        string actor,
        CancellationToken cancellationToken
    );

    /// <summary>All secrets of an organization, newest first, expired ones included.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<ProvisioningCredential>> ListAsync(string organization, CancellationToken cancellationToken);

    /// <summary>Takes a secret back. Access tokens that were issued for it are refused from now on as well.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="id">The credential's ID.</param>
    /// <param name="actor">Who takes it back, for the audit trail.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether there was one.</returns>
    Task<bool> RevokeAsync(string organization, string id, string actor, CancellationToken cancellationToken);
}
