namespace SamlSp.Directory;

/// <summary>The one row that tells a store from another.</summary>
internal sealed class StoreIdentityRow
{
    /// <summary>128 random bits in hexadecimal.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
