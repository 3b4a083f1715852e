using System.Text;
using System.Text.RegularExpressions;

namespace SamlSp.Claims;

/// <summary>
/// RegexReplace: when the pattern matches the input, the output is the replacement text with its placeholders filled in: groups
/// of the match, and further attributes. The text is the whole output, whatever the pattern left of the input.
/// </summary>
internal static class RegexReplacement
{
    private const int MaximumParameters = 5;

    public static Transform? Compile(TransformationSettings settings)
    {
        var written = settings.Written;
        var otherwise = TransformationSettings.Optional(written.OutputIfNoMatch);
        Regex? regex = null;
        if (string.IsNullOrEmpty(written.Pattern))
        {
            settings.Fail("Pattern", "RegexReplace needs a pattern");
        }
        else if (!BoundedRegex.TryCreate(written.Pattern, out regex, out var error))
        {
            settings.Fail("Pattern", error);
        }

        if (string.IsNullOrEmpty(written.Replacement))
        {
            settings.Fail("Replacement", "RegexReplace needs a replacement");
        }

        var parameters = Parameters(settings);
        if (regex is null || settings.Failed)
        {
            return null;
        }

        var template = Template(settings, regex, parameters);
        return settings.Failed
            ? null
            : (value, subject) =>
                regex.Match(value!) is { Success: true } match ? Fill(template, match, subject) : otherwise?.First(subject);
    }

    private static List<ClaimInput> Parameters(TransformationSettings settings)
    {
        var parameters = (settings.Written.Parameters ?? [])
            .Where(static p => !string.IsNullOrWhiteSpace(p))
            .Select(static p => new ClaimInput(p))
            .ToList();
        if (parameters.Count > MaximumParameters)
        {
            settings.Fail("Parameters", $"there are at most {MaximumParameters} parameters, not {parameters.Count}");
        }

        foreach (var twice in parameters.GroupBy(static p => p.Name, StringComparer.OrdinalIgnoreCase).Where(static g => g.Count() > 1))
        {
            settings.Fail("Parameters", $"{twice.Key} is there twice");
        }

        return parameters;
    }

    /// <summary>Splits the replacement into texts, groups and attributes, and checks it by the rules of the portal.</summary>
    private static List<Piece> Template(TransformationSettings settings, Regex regex, List<ClaimInput> parameters)
    {
        var text = settings.Written.Replacement!;
        var pieces = new List<Piece>();
        var used = new HashSet<ClaimInput>();
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0)
            {
                break;
            }

            if (open > at)
            {
                pieces.Add(new Piece(text[at..open], -1, null));
            }

            // A placeholder is a group of the pattern or a further attribute, never both.
            var name = text[(open + 1)..close].Trim();
            var group = regex.GroupNumberFromName(name);
            var parameter = parameters.Find(p => Matches(p.Name, name));
            if (group >= 0 && parameter is null)
            {
                pieces.Add(new Piece(null, group, null));
            }
            else if (parameter is not null && group < 0)
            {
                used.Add(parameter);
                pieces.Add(new Piece(null, -1, parameter));
            }
            else
            {
                settings.Fail(
                    "Replacement",
                    group >= 0
                        ? $"{{{name}}} is both a group of the pattern and a parameter"
                        : $"{{{name}}} is neither a group of the pattern nor a parameter"
                );
            }

            at = close + 1;
        }

        if (at < text.Length)
        {
            pieces.Add(new Piece(text[at..], -1, null));
        }

        foreach (var unused in parameters.Where(p => !used.Contains(p)))
        {
            settings.Fail("Parameters", $"{unused.Name} is not used in the replacement");
        }

        return pieces;
    }

    /// <summary><c>{country}</c> stands for <c>user.country</c>, and so does <c>{user.country}</c>.</summary>
    private static bool Matches(string parameter, string placeholder) =>
        parameter.Equals(placeholder, StringComparison.OrdinalIgnoreCase)
        || parameter[(parameter.LastIndexOf('.') + 1)..].Equals(placeholder, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// When a further attribute has no value, there is no output. A text that is already too long is not extended.
    /// </summary>
    private static string? Fill(List<Piece> template, Match match, ClaimSubject subject)
    {
        var result = new StringBuilder();
        foreach (var piece in template)
        {
            if (result.Length > ExpressionLimits.ValueLength)
            {
                break;
            }

            if (piece.Text is not null)
            {
                result.Append(piece.Text);
            }
            else if (piece.Attribute is null)
            {
                result.Append(match.Groups[piece.Group].ValueSpan);
            }
            else
            {
                if (piece.Attribute.First(subject) is not { } value)
                {
                    return null;
                }

                result.Append(value);
            }
        }

        return result.ToString();
    }

    private sealed record Piece(string? Text, int Group, ClaimInput? Attribute);
}
