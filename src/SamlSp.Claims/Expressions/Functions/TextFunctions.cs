using System.Globalization;

namespace SamlSp.Claims;

/// <summary>
/// Functions over one text. A null text stays null, so that a missing attribute is not mistaken for an empty one, except where Entra says
/// otherwise (Left, Word).
/// </summary>
internal static class TextFunctions
{
    public static ExpressionValue Append(EvaluationContext context, CallExpression call)
    {
        var source = context.Text(call, 0);
        var suffix = context.Text(call, 1);
        return ExpressionValue.FromText(source is null ? null : source + suffix);
    }

    public static ExpressionValue InStr(EvaluationContext context, CallExpression call)
    {
        var text = context.Text(call, 0);
        var sought = context.Text(call, 1);
        var start = context.Number(call, 2) ?? 1;
        var compare = context.Text(call, 3) ?? "";
        if (start < 1)
        {
            return context.Fail("InStr counts from 1", call.Arguments[2].Position);
        }

        StringComparison comparison;
        switch (compare.ToUpperInvariant())
        {
            case "" or "0" or "VBBINARYCOMPARE":
                comparison = StringComparison.Ordinal;
                break;
            case "1" or "VBTEXTCOMPARE":
                comparison = StringComparison.OrdinalIgnoreCase;
                break;
            default:
                return context.Fail("InStr compares by vbBinaryCompare or vbTextCompare", call.Arguments[3].Position);
        }

        if (text is null || sought is null)
        {
            return ExpressionValue.Null;
        }

        return ExpressionValue.FromNumber(start > text.Length ? 0 : text.IndexOf(sought, (int)start - 1, comparison) + 1);
    }

    public static ExpressionValue Left(EvaluationContext context, CallExpression call)
    {
        var text = context.Text(call, 0) ?? "";
        var length = context.Number(call, 1) ?? 0;
        return ExpressionValue.FromText(length < 0 || length >= text.Length ? text : text[..(int)length]);
    }

    public static ExpressionValue Len(EvaluationContext context, CallExpression call) =>
        context.Text(call, 0) is { } text ? ExpressionValue.FromNumber(text.Length) : ExpressionValue.Null;

    public static ExpressionValue Mid(EvaluationContext context, CallExpression call)
    {
        var text = context.Text(call, 0);
        var start = context.Number(call, 1) ?? 1;
        var length = context.Number(call, 2) ?? 0;
        if (start < 1)
        {
            return context.Fail("Mid counts from 1", call.Arguments[1].Position);
        }

        if (text is null)
        {
            return ExpressionValue.Null;
        }

        if (start > text.Length || length <= 0)
        {
            return ExpressionValue.FromText("");
        }

        var first = (int)start - 1;
        return ExpressionValue.FromText(text.Substring(first, (int)Math.Min(length, text.Length - first)));
    }

    public static ExpressionValue NormalizeDiacritics(EvaluationContext context, CallExpression call) =>
        ExpressionValue.FromText(context.Text(call, 0) is { } text ? Diacritics.Remove(text) : null);

    public static ExpressionValue PCase(EvaluationContext context, CallExpression call)
    {
        var text = context.Text(call, 0)?.ToLowerInvariant();
        var separators = context.Text(call, 1);
        if (text is null)
        {
            return ExpressionValue.Null;
        }

        if (separators is null)
        {
            return ExpressionValue.FromText(CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text));
        }

        return ExpressionValue.FromText(
            string.Create(
                text.Length,
                (text, separators),
                static (result, words) =>
                {
                    var first = true;
                    for (var i = 0; i < result.Length; i++)
                    {
                        result[i] = first ? char.ToUpperInvariant(words.text[i]) : words.text[i];
                        first = words.separators.Contains(words.text[i], StringComparison.Ordinal);
                    }
                }
            )
        );
    }

    public static ExpressionValue StripSpaces(EvaluationContext context, CallExpression call) =>
        ExpressionValue.FromText(context.Text(call, 0)?.Replace(" ", "", StringComparison.Ordinal));

    public static ExpressionValue ToLower(EvaluationContext context, CallExpression call)
    {
        var text = context.Text(call, 0);
        if (!TryCulture(context, call, out var dotted))
        {
            return ExpressionValue.Null;
        }

        return ExpressionValue.FromText((dotted ? text?.Replace('I', 'ı').Replace('İ', 'i') : text)?.ToLowerInvariant());
    }

    public static ExpressionValue ToUpper(EvaluationContext context, CallExpression call)
    {
        var text = context.Text(call, 0);
        if (!TryCulture(context, call, out var dotted))
        {
            return ExpressionValue.Null;
        }

        return ExpressionValue.FromText((dotted ? text?.Replace('i', 'İ').Replace('ı', 'I') : text)?.ToUpperInvariant());
    }

    public static ExpressionValue Word(EvaluationContext context, CallExpression call)
    {
        var text = context.Text(call, 0);
        var number = context.Number(call, 1) ?? 0;
        var delimiters = context.Text(call, 2) ?? "";
        if (text is null || number < 1)
        {
            return ExpressionValue.FromText("");
        }

        var words = delimiters.Length == 0 ? [text] : text.Split(delimiters.ToCharArray(), StringSplitOptions.RemoveEmptyEntries);
        return ExpressionValue.FromText(number > words.Length ? "" : words[number - 1]);
    }

    /// <summary>The cultures whose case rules differ from the invariant ones are those with a dotted and a dotless i.</summary>
    private static bool TryCulture(EvaluationContext context, CallExpression call, out bool dotted)
    {
        var culture = context.Text(call, 1) ?? "";
        var language = culture.Split('-')[0].ToUpperInvariant();
        dotted = language is "TR" or "AZ";
        if (
            culture.Length == 0
            || (language.Length is 2 or 3 && culture.Length <= 35 && culture.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        )
        {
            return true;
        }

        context.Fail($"'{culture}' is not the name of a culture, such as en-US", call.Arguments[1].Position);
        return false;
    }
}
