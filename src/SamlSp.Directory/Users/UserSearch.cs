namespace SamlSp.Directory;

/// <summary>What a record is found by: written with the record, whoever writes it, so that no list has to compute it.</summary>
internal static class UserSearch
{
    // PostgreSQL's indexes take keys up to 2.7 KB, and a character may have four bytes.
    private const int MaxNameLength = 100;
    private const int MaxTextLength = 400;

    /// <summary>Brings the columns up to date with the others.</summary>
    public static void Update(UserRow user)
    {
        user.SortName = Cut(FirstOf(user.DisplayName, user.NameId, user.Mail, user.ExternalId), MaxNameLength);
        user.SearchText = Cut(
            string.Join(
                '\n',
                new[] { user.DisplayName, user.NameId, user.Mail, user.OriginalUpn, user.ExternalId }
                    .Where(text => !string.IsNullOrEmpty(text))
                    .Distinct(StringComparer.OrdinalIgnoreCase)
            ),
            MaxTextLength
        );
    }

    /// <summary>How many characters of a name the column has.</summary>
    public static int NameLength => MaxNameLength;

    /// <summary>A name as the column has it.</summary>
    public static string NameKey(string name) => Cut(name, MaxNameLength);

    /// <summary>The text of a search as the column has it.</summary>
    public static string Key(string text) => Cut(text.Trim(), MaxTextLength);

    private static string FirstOf(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (!string.IsNullOrEmpty(text))
            {
                return text;
            }
        }

        return "";
    }

    /// <summary>In lower case, not longer than that, and without half a character at the end.</summary>
    private static string Cut(string text, int longest)
    {
        if (text.Length > longest)
        {
            text = text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
        }

        return text.ToLowerInvariant();
    }
}
