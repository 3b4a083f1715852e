namespace SamlSp.Claims;

/// <summary>Every transformation of Entra's portal, by name. What they compute is in <see cref="Transformations"/>.</summary>
internal static class TransformationCompiler
{
    private static readonly string[] Names =
    [
        "ExtractMailPrefix",
        "Join",
        "ToLowercase",
        "ToUppercase",
        "Contains",
        "StartWith",
        "EndWith",
        "Extract",
        "ExtractAlpha",
        "ExtractNumeric",
        "IfEmpty",
        "IfNotEmpty",
        "Substring",
        "RegexReplace",
    ];

    /// <summary>
    /// A function's name as the portal writes it, whatever the case, with <c>()</c> behind it or in the spelling that Entra's documentation
    /// has beside it; what is no function stays.
    /// </summary>
    public static string Canonical(string? function)
    {
        var name = function ?? "";
        if (name.EndsWith("()", StringComparison.Ordinal))
        {
            name = name[..^2];
        }

        name = name.Trim();
        return name.ToUpperInvariant() switch
        {
            "STARTSWITH" => "StartWith",
            "ENDSWITH" => "EndWith",
            "ISNOTEMPTY" => "IfNotEmpty",
            _ => Array.Find(Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name,
        };
    }

    public static CompiledTransformation? Compile(ClaimTransformation? written, int index, bool isNameId, RuleErrors errors)
    {
        if (written is null)
        {
            errors.Add("Function", "the transformation is empty");
            return null;
        }

        var settings = new TransformationSettings(written, errors);
        ClaimInput? input = null;
        if (index == 0)
        {
            input = settings.Input(written.Input, "Input");
        }
        else if (!string.IsNullOrWhiteSpace(written.Input))
        {
            errors.Add("Input", "the second transformation takes the first one's output and has no input of its own");
        }

        var function = Canonical(written.Function);
        var apply = function switch
        {
            "ExtractMailPrefix" => Transformations.ExtractMailPrefix,
            "Join" => Transformations.Join(settings, isNameId),
            "ToLowercase" => static (value, _) => value?.ToLowerInvariant(),
            "ToUppercase" => static (value, _) => value?.ToUpperInvariant(),
            "Contains" => Transformations.Restriction(settings, static (value, sought) => value.Contains(sought, StringComparison.Ordinal)),
            "StartWith" => Transformations.Restriction(
                settings,
                static (value, sought) => value.StartsWith(sought, StringComparison.Ordinal)
            ),
            "EndWith" => Transformations.Restriction(settings, static (value, sought) => value.EndsWith(sought, StringComparison.Ordinal)),
            "Extract" => Transformations.Extract(settings),
            "ExtractAlpha" => Transformations.ExtractRun(settings, char.IsLetter),
            "ExtractNumeric" => Transformations.ExtractRun(settings, char.IsAsciiDigit),
            "IfEmpty" => Transformations.IfEmpty(settings),
            "IfNotEmpty" => Transformations.IfNotEmpty(settings),
            "Substring" => Transformations.Substring(settings),
            "RegexReplace" => RegexReplacement.Compile(settings),
            _ => null,
        };
        if (apply is not null)
        {
            return new CompiledTransformation(input, apply, function == "IfEmpty");
        }

        if (!settings.Failed)
        {
            errors.Add("Function", $"'{written.Function}' is not one of {string.Join(", ", Names)}");
        }

        return null;
    }
}
