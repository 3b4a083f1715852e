using System.Text.RegularExpressions;

namespace SamlSp.Console;

/// <summary>Display texts of the codes of refusals.</summary>
internal static partial class RefusalDisplayText
{
    /// <summary>The display text of a code: <c>signature_invalid</c> → <c>Signature invalid</c>.</summary>
    public static string From(string code) =>
        code switch
        {
            "" => "",
            "status_not_success" => "Refused by the identity provider",
            "signature_structure" => "Signature is not in its place",
            "in_response_to_mismatch" => "Answers no request of this browser",
            "replayed" => "Response was used before",
            _ => char.ToUpperInvariant(code[0]) + code[1..].Replace('_', ' '),
        };

    /// <summary>Whether a text has the form of a code, so that it can be used as a filter.</summary>
    public static bool IsCode(string? text) => text is not null && Code().IsMatch(text);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{1,63}$", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
