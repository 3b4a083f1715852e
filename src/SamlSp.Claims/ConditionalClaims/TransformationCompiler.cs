namespace SamlSp.Claims;

/// <summary>Every transformation of Entra's portal, by name. What they compute is in <see cref="Transformations"/>.</summary>
internal static class TransformationCompiler
{
    private static readonly string[] Names =
    [
        "ExtractMailPrefix", "Join", "ToLowercase", "ToUppercase", "Contains", "StartWith", "EndWith", "Extract",
        "ExtractAlpha", "ExtractNumeric", "IfEmpty", "IfNotEmpty", "Substring", "RegexReplace",
    ];

    public static CompiledTransformation? Compile(ClaimTransformation? written, int index, bool isNameId, RuleErrors errors)
    {
        if (written is null)
        {
            errors.Add("Function", "the transformation is empty");
            return null;
        }

        var settings = new TransformationSettings(written, errors);
        ClaimInput? input = null;
        if (index == 0) input = settings.Input(written.Input, "Input");
        else if (!string.IsNullOrWhiteSpace(written.Input)) errors.Add("Input", "the second transformation takes the first one's output and has no input of its own");

        var function = written.Function ?? "";
        if (function.EndsWith("()", StringComparison.Ordinal)) function = function[..^2];
        var apply = function.Trim().ToUpperInvariant() switch
        {
            "EXTRACTMAILPREFIX" => Transformations.ExtractMailPrefix,
            "JOIN" => Transformations.Join(settings, isNameId),
            "TOLOWERCASE" => static (value, _) => value?.ToLowerInvariant(),
            "TOUPPERCASE" => static (value, _) => value?.ToUpperInvariant(),
            "CONTAINS" => Transformations.Restriction(settings, static (value, sought) => value.Contains(sought, StringComparison.Ordinal)),
            "STARTWITH" or "STARTSWITH" => Transformations.Restriction(settings, static (value, sought) => value.StartsWith(sought, StringComparison.Ordinal)),
            "ENDWITH" or "ENDSWITH" => Transformations.Restriction(settings, static (value, sought) => value.EndsWith(sought, StringComparison.Ordinal)),
            "EXTRACT" => Transformations.Extract(settings),
            "EXTRACTALPHA" => Transformations.ExtractRun(settings, char.IsLetter),
            "EXTRACTNUMERIC" => Transformations.ExtractRun(settings, char.IsAsciiDigit),
            "IFEMPTY" => Transformations.IfEmpty(settings),
            "IFNOTEMPTY" or "ISNOTEMPTY" => Transformations.IfNotEmpty(settings),
            "SUBSTRING" => Transformations.Substring(settings),
            "REGEXREPLACE" => RegexReplacement.Compile(settings),
            _ => null,
        };
        if (apply is not null) return new CompiledTransformation(input, apply, function.Equals("IfEmpty", StringComparison.OrdinalIgnoreCase));
        if (!settings.Failed) errors.Add("Function", $"'{written.Function}' is none of {string.Join(", ", Names)}");
        return null;
    }
}
