using System.Globalization;
using System.Text;

namespace SamlSp.AspNetCore;

/// <summary>The display name of an organization: bounded, because it is on every page and in titles of windows.</summary>
internal static class OrganizationDisplayName
{
    /// <summary>The most characters.</summary>
    public const int MaxLength = 200;

    private static readonly Rune ZeroWidthNonJoiner = new(0x200C);
    private static readonly Rune ZeroWidthJoiner = new(0x200D);

    /// <summary>Whether a text can be a display name: not empty, not too long, and nothing in it that cannot be seen.</summary>
    public static bool IsValid(string text) =>
        text.Length <= MaxLength && !string.IsNullOrWhiteSpace(text) && !text.EnumerateRunes().Any(IsInvisible);

    /// <summary>
    /// Control and format characters, such as those that change the direction of text, separators of lines, and halves of surrogate pairs.
    /// Joiners are not among them: several scripts need them.
    /// </summary>
    public static bool IsInvisible(Rune rune) =>
        rune != ZeroWidthNonJoiner
        && rune != ZeroWidthJoiner
        && (
            rune == Rune.ReplacementChar
            || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
        );
}
