namespace SamlSp.AspNetCore;

/// <summary>The access token that a request came with.</summary>
/// <param name="Hash">The token's hash, by which the store knows it.</param>
/// <param name="FamilyId">The family of tokens that it belongs to.</param>
/// <param name="ExpiresAt">Its end, UTC; never after that of its session.</param>
internal sealed record PresentedToken(string Hash, string FamilyId, DateTimeOffset ExpiresAt);
