using System.Diagnostics;

namespace SamlSp.Claims.Tests;

/// <summary>An expression that grows, nests too deep or takes too long ends in an error.</summary>
public sealed class ExpressionLimitTests
{
    [Fact]
    public void Parser_TextOverTenThousandCharacters_IsRefused()
    {
        var text = $"\"{new string('a', MappingExpression.MaximumLength - 2)}\"";
        Assert.True(MappingExpression.TryParse(text, out _, out _));
        Assert.False(MappingExpression.TryParse(text + " ", out _, out var error));
        Assert.Contains("10000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parser_NestingOver64Levels_IsRefused()
    {
        Assert.True(MappingExpression.TryParse(Nested(64), out var expression, out _));
        Assert.Equal("X", expression.Evaluate(new Dictionary<string, ExpressionValue>(), TestClock.Instance).Value.Text);
        Assert.False(MappingExpression.TryParse(Nested(65), out _, out var error));
        Assert.Contains("64", error.Message, StringComparison.Ordinal);

        static string Nested(int depth) => string.Concat(Enumerable.Repeat("ToUpper(", depth)) + "\"x\"" + new string(')', depth);
    }

    [Fact]
    public void Evaluation_ValueThatMultiplies_IsStopped()
    {
        var text = "\"aaaaaaaaaa\"";
        for (var i = 0; i < 40; i++)
        {
            text = $"Replace({text}, \"a\", , , \"aaaaaaaaaa\", , )";
        }

        var started = Stopwatch.GetTimestamp();
        var result = MappingExpression.Parse(text).Evaluate(new Dictionary<string, ExpressionValue>(), TestClock.Instance);
        Assert.Contains("too long", result.Error!.Message, StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("$0")]
    [InlineData("$_")]
    [InlineData("${all}")]
    public void Evaluation_ReplacementThatRepeatsItsMatch_IsStoppedBeforeAllocating(string matched)
    {
        var attributes = new Dictionary<string, ExpressionValue> { ["x"] = ExpressionValue.FromText(new string('a', 90_000)) };
        var expression = MappingExpression.Parse(
            $"""Replace([x], , "^(?<all>a*)$", , "{string.Concat(Enumerable.Repeat(matched, 1000))}", , )"""
        );
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("too long", expression.Evaluate(attributes, TestClock.Instance).Error!.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
        Assert.Equal(
            "bb",
            MappingExpression.Parse("""Replace("b", , "b", , "$0$0", , )""").Evaluate(attributes, TestClock.Instance).Value.Text
        );
    }

    [Fact]
    public void Evaluation_PatternWithCatastrophicBacktracking_IsStopped()
    {
        var attributes = new Dictionary<string, ExpressionValue> { ["x"] = ExpressionValue.FromText(new string('a', 60)) };
        var started = Stopwatch.GetTimestamp();
        var result = MappingExpression.Parse("""Replace([x], , "^(a+)+b\\1$", , "", , )""").Evaluate(attributes, TestClock.Instance);
        Assert.Equal("the regular expression took too long", result.Error!.Message);
        Assert.Equal(15, result.Error.Position);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Evaluation_ManySlowPatterns_ShareOneBudget()
    {
        var attributes = new Dictionary<string, ExpressionValue> { ["x"] = ExpressionValue.FromText(new string('a', 60)) };
        var slow = """IsNull(Replace([x], , "^(a+)+b\\1$", , "", , ))""";
        var text = $"Coalesce({string.Join(", ", Enumerable.Repeat(slow, 100))})";
        var started = Stopwatch.GetTimestamp();
        Assert.False(MappingExpression.Parse(text).Evaluate(attributes, TestClock.Instance).Succeeded);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Evaluation_PatternDangerousForBacktracking_RunsInLinearTime()
    {
        var attributes = new Dictionary<string, ExpressionValue> { ["x"] = ExpressionValue.FromText(new string('a', 5_000) + "!") };
        var result = MappingExpression.Parse("""Replace([x], , "^(a+)+$", , "", , )""").Evaluate(attributes, TestClock.Instance);
        Assert.True(result.Succeeded, result.Error?.Message);
    }

    [Theory]
    [InlineData("((a{1,100}){1,100}){1,100}")]
    [InlineData("(a|b|c{1,1000}){1000}{1000}")]
    [InlineData("a{0,2147483647}b{0,2147483647}")]
    public void Evaluation_PatternWithLargeRepetitions_EndsWithinFiveSeconds(string pattern)
    {
        var started = Stopwatch.GetTimestamp();
        var attributes = new Dictionary<string, ExpressionValue> { ["x"] = ExpressionValue.FromText(new string('a', 2_000) + "!") };
        if (MappingExpression.TryParse($"""Replace([x], , "{pattern}", , "", , )""", out var expression, out _))
        {
            expression.Evaluate(attributes, TestClock.Instance);
        }

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Parser_PatternWithNestedGroups_IsReadUpToItsLengthLimit()
    {
        var pattern = new string('(', 900) + "a" + new string(')', 900);
        Assert.True(MappingExpression.TryParse($"""Replace("aaa", , "{pattern}", , "b", , )""", out var expression, out _));
        Assert.Equal("bbb", expression.Evaluate(new Dictionary<string, ExpressionValue>(), TestClock.Instance).Value.Text);
        Assert.False(MappingExpression.TryParse($"""Replace("aaa", , "{new string('a', 2_001)}", , "b", , )""", out _, out var error));
        Assert.Equal(17, error.Position);
    }
}
