using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>Whom a filter means, or may mean.</summary>
/// <param name="User">The user; null if it is not clear.</param>
/// <param name="Choices">Those whom it may mean.</param>
/// <param name="Text">The filter's text.</param>
/// <param name="Link">The address of the list for a user ID.</param>
internal sealed record UserChoices(DirectoryUser? User, IReadOnlyList<DirectoryUser> Choices, string? Text, Func<string, string?> Link);
