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

    public static bool IsReference(string? text) => text is not null && Pattern().IsMatch(text);

    [GeneratedRegex("^[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}$", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Pattern();
}
