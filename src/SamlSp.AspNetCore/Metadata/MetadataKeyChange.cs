using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>How the signing keys of an identity provider changed from one reading to the next.</summary>
/// <param name="Added">Thumbprints that are new.</param>
/// <param name="Withdrawn">Thumbprints that are gone.</param>
/// <param name="Returned">New ones that had been withdrawn before: a rollback, or an attacker who sends an old document.</param>
internal sealed record MetadataKeyChange(IReadOnlyList<string> Added, IReadOnlyList<string> Withdrawn, IReadOnlyList<string> Returned)
{
    private const int MaxWithdrawn = 50;

    /// <summary>Whether anything changed.</summary>
    public bool IsChange => Added.Count + Withdrawn.Count > 0;

    /// <summary>Compares the stored keys with those that were read.</summary>
    public static MetadataKeyChange Between(StoredMetadata before, IReadOnlyList<string> now)
    {
        ArgumentNullException.ThrowIfNull(before);
        var added = now.Except(before.Keys, StringComparer.Ordinal).ToList();
        return new(
            added,
            [.. before.Keys.Except(now, StringComparer.Ordinal)],
            [.. added.Intersect(before.WithdrawnKeys, StringComparer.Ordinal)]
        );
    }

    /// <summary>The value to store after a reading.</summary>
    internal static StoredMetadata Next(StoredMetadata? before, StoredMetadata read)
    {
        // The keys of another identity provider are not a change of keys.
        if (before is null || before.Source != read.Source)
        {
            return read;
        }

        var change = Between(before, read.Keys);
        return read with
        {
            WithdrawnKeys =
            [
                .. before.WithdrawnKeys.Concat(change.Withdrawn).Except(read.Keys, StringComparer.Ordinal).TakeLast(MaxWithdrawn),
            ],
            KeysChangedAt = change.IsChange ? read.ReadAt : before.KeysChangedAt,
        };
    }

    internal static IReadOnlyList<string> Thumbprints(IdentityProviderMetadata metadata) =>
        [
            .. metadata
                .SigningCertificates.Select(AspNetCore.Thumbprints.Sha256)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
}
