namespace SamlSp.AspNetCore;

/// <summary>Metadata of an endpoint of ours: the setting that moves it. The last one of an endpoint counts.</summary>
internal sealed record SamlSpEndpointKey(string Key);
