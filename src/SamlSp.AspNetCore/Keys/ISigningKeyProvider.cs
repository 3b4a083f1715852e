namespace SamlSp.AspNetCore;

/// <summary>
/// Supplies our own key pairs from another place than the folder: a vault, a hardware module. Registered as a service; called at start and
/// every five minutes.
/// </summary>
public interface ISigningKeyProvider
{
    /// <summary>
    /// All pairs: the present one, the next one, and old ones that may still be needed to decrypt. Their certificates decide which of them
    /// signs (docs/keys.md).
    /// </summary>
    /// <exception cref="IOException">The keys cannot be read. The start fails; later, the last keys stay in use.</exception>
    ValueTask<IReadOnlyList<ProvidedKeyPair>> GetAsync(CancellationToken cancellationToken);
}
