using System.Globalization;
using System.Text;

namespace SamlSp.Directory;

/// <summary>Paths of org units: <c>/</c>, <c>/guests</c>, <c>/guests/contractors</c>. Compared without case.</summary>
internal static class OrgUnitPath
{
    /// <summary>How many characters a path has at most.</summary>
    public const int MaxLength = 256;

    /// <summary>
    /// Whether a text is a path: it starts with a slash, its parts are not empty, and they have no white space at their ends. It has no
    /// control characters and no invisible ones, such as those that change the direction of text: two paths that look the same would be
    /// two units.
    /// </summary>
    public static bool IsValid(string? path)
    {
        if (path is null or "" || path.Length > MaxLength || path[0] != '/' || path.EnumerateRunes().Any(IsInvisible))
        {
            return false;
        }

        return path == "/" || path[1..].Split('/').All(part => part.Length > 0 && part.Trim().Length == part.Length);
    }

    /// <summary>Control and format characters, separators of lines, and halves of surrogate pairs.</summary>
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
        || rune == Rune.ReplacementChar;

    /// <summary>The path above; null above <c>/</c>.</summary>
    public static string? Above(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path == "/" ? null
            : path.LastIndexOf('/') is > 0 and var end ? path[..end]
            : "/";
    }

    /// <summary>The users in a unit, and in those below if they are wanted.</summary>
    internal static IQueryable<UserRow> InUnit(this IQueryable<UserRow> users, string path, bool below)
    {
        var lower = path.ToLowerInvariant();
        if (!below)
        {
            return users.Where(u => u.OrgUnitLower == lower);
        }

        if (lower == "/")
        {
            return users;
        }

        // Byte order: everything that begins with "/guests/" is between that and "/guests0".
        var (from, to) = (lower + "/", lower + "0");
        return users.Where(u =>
            u.OrgUnitLower == lower || (string.Compare(u.OrgUnitLower, from) >= 0 && string.Compare(u.OrgUnitLower, to) < 0)
        );
    }

    /// <summary>The users whose unit's path begins with a text in lower case; all of them for <c>/</c>.</summary>
    internal static IQueryable<UserRow> BeginningWith(this IQueryable<UserRow> users, string lower)
    {
        if (lower == "/")
        {
            return users;
        }

        var to = lower + "0";
        return users.Where(u => string.Compare(u.OrgUnitLower, lower) >= 0 && string.Compare(u.OrgUnitLower, to) < 0);
    }
}
