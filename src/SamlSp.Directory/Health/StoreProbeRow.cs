namespace SamlSp.Directory;

/// <summary>What the readiness check writes, again and again in the same place: whether the store takes writes.</summary>
internal sealed class StoreProbeRow
{
    public required int Id { get; init; }

    public required byte[] Filler { get; init; }
}
