namespace SamlSp.Directory;

/// <summary>A role that a user was granted here, besides those by group.</summary>
/// <param name="Role">The role's name.</param>
/// <param name="GrantedAt">When, UTC.</param>
/// <param name="GrantedBy">Who, as the audit trail names them; null where that is not known.</param>
public sealed record GrantedRole(string Role, DateTimeOffset GrantedAt, string? GrantedBy);
