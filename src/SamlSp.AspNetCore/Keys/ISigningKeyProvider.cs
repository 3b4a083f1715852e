namespace SamlSp.AspNetCore;

/// <summary>
/// Supplies our own key pairs from elsewhere than the folder: a vault, a hardware module. Registered as a service; asked at start and every
/// five minutes.
/// </summary>
public interface ISigningKeyProvider
{
    /// <summary>
    /// All pairs: present, next, and old ones that may still be needed to decrypt. Which of them signs is decided by their certificates
    /// (docs/keys.md).
    /// </summary>
    /// <exception cref="IOException">They cannot be had: at start that stops it, later the last ones stay in use.</exception>
    ValueTask<IReadOnlyList<ProvidedKeyPair>> GetAsync(CancellationToken cancellationToken);
}
