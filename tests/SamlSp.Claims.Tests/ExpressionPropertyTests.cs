using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace SamlSp.Claims.Tests;

/// <summary>Properties of every expression, and of every invalid text.</summary>
public sealed class ExpressionPropertyTests
{
    private static readonly Dictionary<string, ExpressionValue> Attributes = new()
    {
        ["mail"] = ExpressionValue.FromText("ada@fabrikam.com"),
        ["empty"] = ExpressionValue.FromText(""),
        ["many"] = ExpressionValue.FromList(["a", "b", "c"]),
        ["long"] = ExpressionValue.FromText(new string('a', 5_000)),
        ["date"] = ExpressionValue.FromText("2024-02-10-05:00"),
        ["n"] = ExpressionValue.FromText("12"),
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Printer_RandomTree_IsParsedBackUnchanged(int seed)
    {
        var trees = new RandomTrees(seed);
        for (var i = 0; i < 500; i++)
        {
            var tree = trees.Next();
            var printed = ExpressionPrinter.Print(tree);
            if (printed.Length > MappingExpression.MaximumLength)
            {
                continue;
            }

            Assert.True(MappingExpression.TryParse(printed, out var parsed, out var error), $"{error}: {printed}");
            Assert.Equal(Dump(tree), Dump(parsed.Root));
            Assert.Equal(printed, parsed.ToString());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Evaluation_RandomTree_StaysWithinLimitsAndIsRepeatable(int seed)
    {
        var trees = new RandomTrees(seed);
        for (var i = 0; i < 500; i++)
        {
            if (!MappingExpression.TryParse(ExpressionPrinter.Print(trees.Next()), out var expression, out _))
            {
                continue;
            }

            var started = Stopwatch.GetTimestamp();
            var result = expression.Explain(Attributes, TestClock.Instance);
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5), expression.Text);
            Assert.True(result.Error is null || result.Error.Position >= 0 && result.Error.Position <= expression.Text.Length);
            Assert.True((result.Value.Text?.Length ?? 0) <= ExpressionLimits.ValueLength);
            // Random values differ from time to time; everything else gives the same with and without an explanation.
            if (
                expression.ToString().Contains("Guid(", StringComparison.Ordinal)
                || expression.ToString().Contains("RandomString(", StringComparison.Ordinal)
            )
            {
                continue;
            }

            var again = expression.Evaluate(Attributes, TestClock.Instance);
            Assert.Equal(result.Error, again.Error);
            Assert.Equal(result.Value, again.Value);
        }
    }

    [Fact]
    public void Parser_AnyText_NeverThrows() => Prop.ForAll<string?>(static text => Harmless(text)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Parser_RandomTokens_NeverThrows(int seed)
    {
        string[] tokens =
        [
            "IIF",
            "(",
            ")",
            ",",
            " ",
            "\"",
            "\\",
            "[",
            "]",
            "mail",
            "=",
            "<",
            ">",
            "<>",
            "&HF",
            "&H",
            "-",
            "10",
            "1.5",
            "Replace(",
            "Switch(",
            "\"a\"",
            "[n]",
            "“",
            "\n",
            "Now()",
            "Guid",
        ];
        var random = new Random(seed);
        for (var i = 0; i < 3_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => tokens[random.Next(tokens.Length)]));
            Assert.True(Harmless(text), text);
        }
    }

    private static bool Harmless(string? text)
    {
        if (MappingExpression.TryParse(text, out var expression, out var error))
        {
            var result = expression.Evaluate(Attributes, TestClock.Instance);
            return result.Succeeded || result.Error!.Position <= text.Length;
        }

        return error.Message.Length > 0 && error.Position >= 0 && error.Position <= (text?.Length ?? 0);
    }

    /// <summary>The tree without positions, so that two can be compared.</summary>
    private static string Dump(Expression expression)
    {
        var text = new StringBuilder();
        Write(text, expression);
        return text.ToString();

        static void Write(StringBuilder text, Expression part)
        {
            text.Append('{')
                .Append(
                    part switch
                    {
                        TextExpression literal => $"text:{Convert.ToHexString(Encoding.Unicode.GetBytes(literal.Text))}",
                        NumberExpression number => $"number:{number.Value}",
                        AttributeExpression attribute => $"attribute:{attribute.Name}",
                        KeywordExpression keyword => $"word:{keyword.Word}",
                        OmittedExpression => "omitted",
                        ComparisonExpression comparison => $"compare:{comparison.Operator}",
                        CallExpression call => $"call:{call.Function.Name}",
                        _ => throw new InvalidOperationException(),
                    }
                );
            foreach (var inner in part.Parts)
            {
                Write(text, inner);
            }

            text.Append('}');
        }
    }
}
