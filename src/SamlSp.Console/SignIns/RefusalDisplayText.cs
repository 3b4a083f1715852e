using System.Text.RegularExpressions;

namespace SamlSp.Console;

/// <summary>Where the reasons of refusals are explained.</summary>
internal static partial class RefusalDisplayText
{
    /// <summary>A code as words: <c>signature_invalid</c> → <c>Signature invalid</c>.</summary>
    public static string Of(string code) => code.Length == 0 ? code : char.ToUpperInvariant(code[0]) + code[1..].Replace('_', ' ');

    /// <summary>Whether a text is a code, so that a filter can take it.</summary>
    public static bool IsCode(string? text) => text is not null && Code().IsMatch(text);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{1,63}$", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
