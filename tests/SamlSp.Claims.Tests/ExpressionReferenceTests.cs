namespace SamlSp.Claims.Tests;

/// <summary>docs/expressions.md, row by row.</summary>
public sealed class ExpressionReferenceTests
{
    public static TheoryData<int, string, string, string> Rows()
    {
        var data = new TheoryData<int, string, string, string>();
        foreach (var (line, cells) in DocTable.Rows("expressions.md", "| attributes | expression | result |"))
        {
            data.Add(line, cells[0], cells[1], cells[2]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Expression_ExampleOfTheReferencePage_GivesDocumentedResult(int line, string attributes, string expression, string result)
    {
        Assert.True(line > 0);
        Assert.Equal(result, Evaluate(expression, attributes));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void CanonicalForm_ExampleOfTheReferencePage_GivesTheSameResult(int line, string attributes, string expression, string result)
    {
        Assert.True(line > 0);
        if (!MappingExpression.TryParse(expression, out var parsed, out _) || result.StartsWith("error", StringComparison.Ordinal))
        {
            return;
        }

        Assert.Equal(result, Evaluate(parsed.ToString(), attributes));
        Assert.Equal(parsed.ToString(), MappingExpression.Parse(parsed.ToString()).ToString());
    }

    [Fact]
    public void ReferencePage_EachFunction_HasAnExample()
    {
        var used = Rows()
            .Select(static row => (string)row[2])
            .Where(static e => MappingExpression.TryParse(e, out _, out _))
            .SelectMany(static e => Names(MappingExpression.Parse(e).Root))
            .ToHashSet();
        Assert.Empty(FunctionCatalog.All.Select(static f => f.Name).Except(used));
    }

    private static IEnumerable<string> Names(Expression part) =>
        (part is CallExpression call ? new[] { call.Function.Name } : []).Concat(part.Parts.SelectMany(Names));

    private static string Evaluate(string text, string attributes)
    {
        if (!MappingExpression.TryParse(text, out var expression, out var error))
        {
            return $"error at {error.Position}";
        }

        var result = expression.Evaluate(TestValues.Attributes(attributes), TestClock.Instance);
        return result.Error is { } failure ? $"error at {failure.Position}" : TestValues.Show(result.Value);
    }
}
