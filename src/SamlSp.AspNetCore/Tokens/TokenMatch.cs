namespace SamlSp.AspNetCore;

/// <summary>A token that was found, with its family.</summary>
/// <param name="Token">The token.</param>
/// <param name="Family">Its family.</param>
internal sealed record TokenMatch(StoredToken Token, TokenFamily Family);
