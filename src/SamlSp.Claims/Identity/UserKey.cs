namespace SamlSp.Claims;

/// <summary>The immutable key of a user: never the e-mail address, never the UPN.</summary>
/// <param name="TenantId">The tenant that asserted the user: a GUID in lower case at Entra, elsewhere the issuer.</param>
/// <param name="ObjectId">The user's object ID there; compared without case, kept as sent.</param>
public sealed record UserKey(string TenantId, string ObjectId);
