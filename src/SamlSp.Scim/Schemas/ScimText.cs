namespace SamlSp.Scim;

/// <summary>Which texts can be stored.</summary>
internal static class ScimText
{
    /// <summary>Whether a text has no NUL and no half of a surrogate pair: databases and UTF-8 know neither.</summary>
    public static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
            {
                return false;
            }

            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }
}
