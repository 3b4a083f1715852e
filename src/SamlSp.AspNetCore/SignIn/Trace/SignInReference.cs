using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace SamlSp.AspNetCore;

/// <summary>Reference numbers of attempts: ten characters that can be read out over the telephone, 50 random bits.</summary>
internal static partial class SignInReference
{
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    public static string New()
    {
        var text = RandomNumberGenerator.GetString(Alphabet, 10);
        return text[..5] + "-" + text[5..];
    }

    /// <summary>A reference number as it was typed or read out: without regard to case, spaces and the hyphen.</summary>
    public static string Normalize(string typed)
    {
        var text = string.Concat(typed.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return text.Length == 10 ? text[..5] + "-" + text[5..] : typed;
    }

    public static bool IsReference(string? text) => text is not null && Pattern().IsMatch(text);

    [GeneratedRegex("^[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}$", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Pattern();
}
