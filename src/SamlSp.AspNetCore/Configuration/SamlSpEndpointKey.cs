namespace SamlSp.AspNetCore;

/// <summary>Metadata of an endpoint of ours.</summary>
/// <param name="Key">The setting that moves it; for one that stays where it is, the call that maps it.</param>
internal sealed record SamlSpEndpointKey(string Key);
