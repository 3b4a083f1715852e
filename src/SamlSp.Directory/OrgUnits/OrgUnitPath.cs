namespace SamlSp.Directory;

/// <summary>Paths of org units: <c>/</c>, <c>/guests</c>, <c>/guests/contractors</c>. Compared without case.</summary>
internal static class OrgUnitPath
{
    /// <summary>How many characters a path has at most.</summary>
    public const int Longest = 256;

    /// <summary>
    /// Whether a text is a path: it starts with a slash, its parts are not empty and have no white space at their ends, and there are no
    /// control characters in it.
    /// </summary>
    public static bool IsValid(string? path)
    {
        if (path is null or "" || path.Length > Longest || path[0] != '/' || path.Any(char.IsControl))
        {
            return false;
        }

        return path == "/" || path[1..].Split('/').All(part => part.Length > 0 && part.Trim().Length == part.Length);
    }

    /// <summary>The path above; null above <c>/</c>.</summary>
    public static string? Above(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return path == "/" ? null
            : path.LastIndexOf('/') is > 0 and var end ? path[..end]
            : "/";
    }

    /// <summary>The people in a unit, and in those below if they are wanted.</summary>
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

        // Octet order: everything that begins with "/guests/" is between that and "/guests0".
        var (from, to) = (lower + "/", lower + "0");
        return users.Where(u =>
            u.OrgUnitLower == lower || (string.Compare(u.OrgUnitLower, from) >= 0 && string.Compare(u.OrgUnitLower, to) < 0)
        );
    }

    /// <summary>The people whose unit's path begins with a text in lower case, or with <c>/</c> for everybody.</summary>
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
