namespace SamlSp.Claims;

/// <summary>
/// What the transformations compute, RegexReplace apart. Texts compare by code unit, case-sensitively: Entra does not say otherwise.
/// </summary>
internal static class Transformations
{
    public static string? ExtractMailPrefix(string? value, ClaimSubject subject)
    {
        var at = value?.IndexOf('@', StringComparison.Ordinal) ?? -1;
        return at < 0 ? value : value![..at];
    }

    /// <summary>For the NameID, what follows an <c>@</c> in the input is taken off first.</summary>
    public static Transform? Join(TransformationSettings settings, bool isNameId)
    {
        var separator = settings.Written.Separator is { } written ? ClaimInput.Unquote(written) ?? written : "";
        if (settings.Input(settings.Written.Input2, "Input2") is not { } second)
        {
            return null;
        }

        return (value, subject) =>
        {
            var first = isNameId ? ExtractMailPrefix(value, subject) : value;
            return second.First(subject) is { } other && !string.IsNullOrEmpty(first) ? first + separator + other : null;
        };
    }

    /// <summary>Contains, StartWith, EndWith: one attribute on a match, another or nothing otherwise.</summary>
    public static Transform? Restriction(TransformationSettings settings, Func<string, string, bool> holds)
    {
        var sought = settings.Text(settings.Written.Value, "Value");
        var output = settings.Input(settings.Written.Output, "Output");
        var otherwise = TransformationSettings.Optional(settings.Written.OutputIfNoMatch);
        if (sought is null || output is null)
        {
            return null;
        }

        return (value, subject) => (holds(value!, sought) ? output : otherwise)?.First(subject);
    }

    /// <summary>Without the text that is looked for there is no output.</summary>
    public static Transform? Extract(TransformationSettings settings)
    {
        var mode = settings.Written.Mode?.ToUpperInvariant();
        if (mode is not ("AFTER" or "BEFORE" or "BETWEEN"))
        {
            settings.Fail("Mode", $"'{settings.Written.Mode}' is not one of after, before, between");
        }

        var first = settings.Text(settings.Written.Value, "Value");
        var second = mode == "BETWEEN" ? settings.Text(settings.Written.Value2, "Value2") : "";
        if (settings.Failed || first is null || second is null)
        {
            return null;
        }

        return mode switch
        {
            "AFTER" => (value, _) => After(value!, first),
            "BEFORE" => (value, _) => Before(value!, first),
            _ => (value, _) => After(value!, first) is { } rest ? Before(rest, second) : null,
        };
    }

    /// <summary>ExtractAlpha and ExtractNumeric: the run of letters or digits that the value starts or ends with.</summary>
    public static Transform? ExtractRun(TransformationSettings settings, Func<char, bool> belongs)
    {
        switch (settings.Written.Mode?.ToUpperInvariant())
        {
            case "PREFIX":
                return (value, _) => string.Concat(value!.TakeWhile(belongs));
            case "SUFFIX":
                return (value, _) => value![^value!.Reverse().TakeWhile(belongs).Count()..];
            default:
                settings.Fail("Mode", $"'{settings.Written.Mode}' is neither prefix nor suffix");
                return null;
        }
    }

    public static Transform? IfEmpty(TransformationSettings settings)
    {
        var otherwise = TransformationSettings.Optional(settings.Written.OutputIfNoMatch);
        if (settings.Input(settings.Written.Output, "Output") is not { } output)
        {
            return null;
        }

        return (value, subject) => (string.IsNullOrEmpty(value) ? output : otherwise)?.First(subject);
    }

    public static Transform? IfNotEmpty(TransformationSettings settings)
    {
        if (settings.Input(settings.Written.Output, "Output") is not { } output)
        {
            return null;
        }

        return (_, subject) => output.First(subject);
    }

    /// <summary>A start beyond the end gives nothing; a length beyond the end, what is there.</summary>
    public static Transform? Substring(TransformationSettings settings)
    {
        if (settings.Written.Start is not >= 0)
        {
            settings.Fail("Start", "Substring needs a start, counted from 0");
        }

        if (settings.Written.Length is <= 0)
        {
            settings.Fail("Length", "a length is at least 1");
        }

        if (settings.Failed)
        {
            return null;
        }

        var start = settings.Written.Start!.Value;
        var length = settings.Written.Length ?? int.MaxValue;
        return (value, _) => start >= value!.Length ? null : value.Substring(start, Math.Min(length, value.Length - start));
    }

    private static string? After(string value, string marker)
    {
        var at = value.IndexOf(marker, StringComparison.Ordinal);
        return at < 0 ? null : value[(at + marker.Length)..];
    }

    private static string? Before(string value, string marker)
    {
        var at = value.IndexOf(marker, StringComparison.Ordinal);
        return at < 0 ? null : value[..at];
    }
}
