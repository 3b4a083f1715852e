using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace SamlSp.AspNetCore;

/// <summary>Finds Entra's error number in an untrusted text. Nothing else of the text is kept.</summary>
internal static partial class EntraErrorNumber
{
    private const string Prefix = "AADSTS";
    private const int MaxTextLength = 4096;

    /// <summary>The first error in the first 4,096 characters of a text, such as <c>AADSTS50105</c>.</summary>
    public static bool TryFind(string? text, [NotNullWhen(true)] out string? error)
    {
        var match = text is null ? null : Pattern().Match(text, 0, Math.Min(text.Length, MaxTextLength));
        error = match is { Success: true } ? match.Value : null;
        return error is not null;
    }

    /// <summary>Whether a text is an error and nothing else.</summary>
    public static bool IsError([NotNullWhen(true)] string? text) => TryFind(text, out var error) && error.Length == text!.Length;

    /// <summary>The number of an error: 50105 of <c>AADSTS50105</c>.</summary>
    public static int NumberOf(string error) => int.Parse(error.AsSpan(Prefix.Length), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A sentence for the log, with the address of Microsoft's explanation.</summary>
    public static string Describe(string error) =>
        $"Entra says {error}: https://login.microsoftonline.com/error?code={error.AsSpan(Prefix.Length)}";

    [GeneratedRegex(Prefix + "[0-9]{4,9}", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Pattern();
}
