using System.Text.RegularExpressions;

namespace SamlSp.Console;

/// <summary>Display texts of the codes of refusals.</summary>
internal static partial class RefusalDisplayText
{
    /// <summary>The display text of a code: <c>signature_invalid</c> → <c>Signature invalid</c>.</summary>
    public static string From(string code) => code.Length == 0 ? code : char.ToUpperInvariant(code[0]) + code[1..].Replace('_', ' ');

    /// <summary>Whether a text has the form of a code, so that it can be used as a filter.</summary>
    public static bool IsCode(string? text) => text is not null && Code().IsMatch(text);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{1,63}$", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
