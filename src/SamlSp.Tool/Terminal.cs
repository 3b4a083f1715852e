namespace SamlSp.Tool;

/// <summary>Text from a message, for a terminal.</summary>
internal static class Terminal
{
    /// <summary>One line, without control characters: a message must not be able to move the cursor.</summary>
    public static string Line(string? value) =>
        value is null
            ? "(none)"
            : string.Create(
                value.Length,
                value,
                static (span, text) =>
                {
                    for (var i = 0; i < span.Length; i++)
                    {
                        span[i] = char.IsControl(text[i]) ? '\uFFFD' : text[i];
                    }
                }
            );

    /// <summary>Several lines, without other control characters.</summary>
    public static string Lines(string text) =>
        string.Join('\n', text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\t', ' ').Split('\n').Select(Line));
}
