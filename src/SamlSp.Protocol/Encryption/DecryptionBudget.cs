namespace SamlSp.Protocol;

/// <summary>
/// Our private keys for one message, and how often they may still be used. It bounds the work that a message with many EncryptedKeys,
/// EncryptedIDs or EncryptedAttributes can cause.
/// </summary>
internal sealed class DecryptionBudget(IReadOnlyList<DecryptionKey> keys, VerifierLimits limits)
{
    private int _used;
    private int _fitting;

    public VerifierLimits Limits => limits;

    public int KeyCount => keys.Count;

    /// <summary>The keys, beginning with the one that fitted last: one message is mostly encrypted for one key.</summary>
    public DecryptionKey Key(int i) => keys[(_fitting + i) % keys.Count];

    /// <summary>Notes that <see cref="Key"/> of this number fitted.</summary>
    public void Fits(int i) => _fitting = (_fitting + i) % keys.Count;

    /// <summary>Whether a key decrypts RSA-OAEP with two different digests.</summary>
    public bool SupportsMixedOaep => keys.Any(key => key.SupportsMixedOaep);

    /// <summary>
    /// Takes one private key operation; one with two different digests takes longer, and counts twice. False when none are left.
    /// </summary>
    public bool TryTake(bool isVerified, bool isMixed)
    {
        var cost = isMixed ? 2 : 1;
        if (_used + cost > (isVerified ? limits.MaximumDecryptions : limits.MaximumUnverifiedDecryptions))
        {
            return false;
        }

        _used += cost;
        return true;
    }
}
