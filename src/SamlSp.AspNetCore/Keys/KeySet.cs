using System.Security.Cryptography.X509Certificates;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Our keys at one instant. The newest pair (by the start of its certificate) that was published long enough signs. Newer ones are
/// published beside it; older ones only decrypt. All nodes that see the same pairs decide the same.
/// </summary>
internal sealed record KeySet
{
    public IReadOnlyList<ServiceProviderKeyPair> Pairs { get; private init; } = [];

    public SigningKey? Signing { get; private init; }

    /// <summary>The private keys of all pairs.</summary>
    public IReadOnlyList<SigningKey> SigningKeys { get; private init; } = [];

    public IReadOnlyList<DecryptionKey> Decryption { get; private init; } = [];

    public IReadOnlyList<VerificationKey> Verification { get; private init; } = [];

    /// <summary>Certificates for our metadata, the active one first.</summary>
    public IReadOnlyList<X509Certificate2> Published { get; private init; } = [];

    /// <param name="pairs">All pairs.</param>
    /// <param name="older">Private keys without a certificate, which only decrypt.</param>
    /// <param name="publishBeforeUse">How long a pair is published before it signs.</param>
    /// <param name="now">The instant.</param>
    public static KeySet Create(
        IReadOnlyList<LoadedPair> pairs,
        IReadOnlyList<DecryptionKey> older,
        TimeSpan publishBeforeUse,
        DateTimeOffset now
    )
    {
        if (pairs.Count == 0)
        {
            return new() { Decryption = older };
        }

        var ordered = pairs.OrderBy(p => p.NotBefore).ThenBy(p => p.Name, StringComparer.Ordinal).ToList();
        var valid = ordered.FindAll(p => p.NotBefore <= now && now < p.NotAfter);
        var active =
            valid.LastOrDefault(p => p.NotBefore + publishBeforeUse <= now) ?? valid.FirstOrDefault() ?? ordered.MaxBy(p => p.NotAfter)!;
        var next = ordered.SkipWhile(p => p != active).Skip(1).Where(p => now < p.NotAfter).ToList();
        KeyPairState State(LoadedPair pair) =>
            pair == active ? KeyPairState.Active
            : next.Contains(pair) ? KeyPairState.Next
            : KeyPairState.Previous;
        var ranked = ordered
            .OrderBy(p =>
                p == active ? 0
                : next.Contains(p) ? 1
                : 2
            )
            .ToList();
        return new()
        {
            Pairs =
            [
                .. ranked.Select(p => new ServiceProviderKeyPair(
                    p.Name,
                    p.Certificate,
                    State(p),
                    p == active ? p.NotBefore : p.NotBefore + publishBeforeUse
                )),
            ],
            Signing = active.Signing,
            SigningKeys = [.. ranked.Select(p => p.Signing)],
            Decryption = [.. ranked.Select(p => p.Decryption).OfType<DecryptionKey>(), .. older],
            Verification = [.. ranked.Select(p => VerificationKey.FromCertificate(p.Certificate))],
            Published = [active.Certificate, .. next.Select(p => p.Certificate)],
        };
    }
}
