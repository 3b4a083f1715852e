namespace SamlSp.Claims.Tests;

/// <summary>Random syntax trees of every kind that the parser can create, from a seed.</summary>
internal sealed class RandomTrees(int seed)
{
    private const string Characters = "ab\\\"[](),=<>&-+ \t\n'{}$%0é“𝄞";
    private static readonly FunctionDefinition[] Functions = [.. FunctionCatalog.All.OrderBy(static f => f.Name, StringComparer.Ordinal)];
    private static readonly string[] Names = ["mail", "empty", "many", "long", "date", "n", "absent", "a b.c:d"];
    private static readonly string[] Words =
    [
        "vbTextCompare",
        "vbBinaryCompare",
        "IgnoreAttributeFlow",
        "IgnoreObjectFlow",
        "True",
        "False",
        "Null",
    ];
    private static readonly string[] Texts = ["", "a", "d", "ww", "yyyy", "(a+)+$", "(?<g>a*)", "g", "yyyy-MM-dd", ",", "3"];
    private readonly Random _random = new(seed);

    public Expression Next() => Make(0);

    private Expression Make(int depth)
    {
        while (true)
        {
            switch (
                _random.Next(
                    depth == 0 ? 6
                    : depth > 4 ? 14
                    : 20
                )
            )
            {
                case 7 or 8:
                    return new AttributeExpression(0, Names[_random.Next(Names.Length)]);
                case 9 or 10:
                    return new TextExpression(0, Texts[_random.Next(Texts.Length)]);
                case 11:
                    return new TextExpression(
                        0,
                        string.Concat(Enumerable.Range(0, _random.Next(12)).Select(_ => Characters[_random.Next(Characters.Length)]))
                    );
                case 12:
                    var number = _random.Next(-20, 2_000);
                    return new NumberExpression(0, $"{number}", ExpressionValue.FromNumber(number));
                case 13:
                    return new KeywordExpression(0, Words[_random.Next(Words.Length)]);
                default:
                    if (depth < 6 && Call(depth) is { } call)
                    {
                        return call;
                    }

                    break;
            }
        }
    }

    private CallExpression? Call(int depth)
    {
        var function = Functions[_random.Next(Functions.Length)];
        if (function.TopLevelOnly && depth > 0)
        {
            return null;
        }

        var count = function.Parameters.Length + (function.Repeats ? 2 * _random.Next(3) : 0);
        var arguments = Enumerable.Range(0, count).Select(i => Argument(function, i, depth)).ToArray();
        var call = new CallExpression(0, function, arguments);
        return function.CheckArguments(call) is null ? call : null;
    }

    private Expression Argument(FunctionDefinition function, int index, int depth)
    {
        if (index < function.Parameters.Length && !function.IsRequired(index) && _random.Next(2) == 0)
        {
            return new OmittedExpression(0);
        }

        if (!function.TakesComparison || index > 0 || _random.Next(3) == 0)
        {
            return Make(depth + 1);
        }

        return new ComparisonExpression(0, Make(depth + 1), (ComparisonOperator)_random.Next(6), Make(depth + 1));
    }
}
