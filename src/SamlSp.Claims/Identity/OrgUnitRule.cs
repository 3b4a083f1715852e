using System.Diagnostics.CodeAnalysis;

namespace SamlSp.Claims;

/// <summary>Evaluates the org-unit expression and holds its value to the form of a path.</summary>
internal static class OrgUnitRule
{
    public const string Default = """IIF(InStr([originalUserPrincipalName], "#EXT#", , )="0", "/", "/guests")""";

    private const int MaximumLength = 1_000;

    public static bool TryEvaluate(
        MappingExpression expression,
        AttributeSource attributes,
        TimeProvider clock,
        List<ExpressionTraceStep>? trace,
        [NotNullWhen(true)] out string? path,
        [NotNullWhen(false)] out string? error
    )
    {
        path = null;
        var result = expression.Run(attributes, clock, null, trace);
        if (result.Error is { } failure)
        {
            error = $"{failure.Message} (position {failure.Position})";
            return false;
        }

        if (result.Value.Text is not { Length: > 0 } text)
        {
            error = "the expression gave no path";
            return false;
        }

        var isPath =
            text == "/"
            || (
                text[0] == '/'
                && text[^1] != '/'
                && text.Length <= MaximumLength
                && !text.Contains("//", StringComparison.Ordinal)
                && !text.Any(char.IsControl)
                && !text.Split('/').Any(static part => part is "." or "..")
            );
        if (!isPath)
        {
            error = "the result is not a path: a path starts with / and has no empty parts";
            return false;
        }

        path = text;
        error = null;
        return true;
    }
}
