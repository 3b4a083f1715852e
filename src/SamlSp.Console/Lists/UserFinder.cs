using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>Finds the user whom a text in a filter means: by user ID, name or address.</summary>
internal static class UserFinder
{
    /// <summary>How many are offered to choose from.</summary>
    private const int MaxOffered = 8;

    /// <summary>The user, or those that it can be: none when nobody matches. A whole NameID or address decides alone.</summary>
    public static async Task<(DirectoryUser? User, IReadOnlyList<DirectoryUser> Choices)> FindAsync(
        IUserDirectory users,
        string organization,
        string text,
        CancellationToken cancellationToken
    )
    {
        text = text.Trim();
        if (Guid.TryParse(text, out _))
        {
            return (await users.FindAsync(organization, text.ToLowerInvariant(), cancellationToken), []);
        }

        var found = (await users.SearchAsync(organization, new() { Text = text, Limit = MaxOffered }, cancellationToken)).Users;
        var exact = found.Where(user => Is(user.NameId, text) || Is(user.Mail, text)).ToList();
        return exact is [var whole] ? (whole, [])
            : found is [var only] ? (only, [])
            : (null, found);
    }

    private static bool Is(string? value, string text) => string.Equals(value, text, StringComparison.OrdinalIgnoreCase);
}
