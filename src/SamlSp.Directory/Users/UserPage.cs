namespace SamlSp.Directory;

/// <summary>A page of records.</summary>
/// <param name="Users">The records, by name.</param>
/// <param name="Next">The next page's <see cref="UserQuery.After"/>; null when this is the last one.</param>
public sealed record UserPage(IReadOnlyList<DirectoryUser> Users, string? Next);
