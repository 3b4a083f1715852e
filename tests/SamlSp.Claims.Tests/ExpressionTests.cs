namespace SamlSp.Claims.Tests;

/// <summary>What the tables of the reference page cannot show.</summary>
public sealed class ExpressionTests
{
    private static readonly Dictionary<string, ExpressionValue> None = [];

    [Fact]
    public void Explain_NestedCalls_ListsEachComputedPart()
    {
        var attributes = new Dictionary<string, ExpressionValue> { ["upn"] = ExpressionValue.FromText("alice@example.com") };
        var result = MappingExpression
            .Parse("""IIF(instr([upn],"#EXT#")=0,"/",Append([upn],"x"))""")
            .Explain(attributes, TestClock.Instance);
        Assert.Equal("/", result.Value.Text);
        Assert.Equal(
            [
                new ExpressionTraceStep("""IIF(InStr([upn], "#EXT#") = 0, "/", Append([upn], "x"))""", 0, 0, "\"/\"", null),
                new ExpressionTraceStep("""InStr([upn], "#EXT#") = 0""", 4, 1, "True", null),
                new ExpressionTraceStep("""InStr([upn], "#EXT#")""", 4, 2, "0", null),
                new ExpressionTraceStep("[upn]", 10, 3, "\"alice@example.com\"", null),
            ],
            result.Trace
        );
    }

    [Fact]
    public void Explain_ComparisonWithoutValue_SaysWhyItFails()
    {
        var result = MappingExpression.Parse("""IIF([country]<>"USA", "a", "b")""").Explain(None, TestClock.Instance);
        Assert.Equal("b", result.Value.Text);
        Assert.Equal("the check fails: [country] has no value", result.Trace[1].Note);
    }

    [Fact]
    public void Explain_RedactedValue_IsNotShown()
    {
        var attributes = new Dictionary<string, ExpressionValue> { ["pin"] = ExpressionValue.FromText("4711") };
        var result = MappingExpression.Parse("""Append("x", Redact([pin]))""").Explain(attributes, TestClock.Instance);
        Assert.Equal("x4711", result.Value.Text);
        Assert.All(result.Trace, static step => Assert.Equal("[Redact]", step.Value));
    }

    [Fact]
    public void SelectUniqueValue_FirstValueTaken_ReturnsTheNextFreeOne()
    {
        var expression = MappingExpression.Parse("""SelectUniqueValue("ada", "ada2", "ada3")""");
        Assert.Equal("ada2", expression.Evaluate(None, TestClock.Instance, static value => value == "ada").Value.Text);
        Assert.NotNull(expression.Evaluate(None, TestClock.Instance, static _ => true).Error);
    }

    [Fact]
    public void RandomString_RequiredCharacterKinds_AreContained()
    {
        for (var i = 0; i < 200; i++)
        {
            var text = MappingExpression.Parse("""RandomString(10, 2, 2, 2, 1, "?,")""").Evaluate(None, TestClock.Instance).Value.Text!;
            Assert.True(text.Count(char.IsAsciiDigit) >= 2, text);
            Assert.True(text.Count(static c => !char.IsAsciiLetterOrDigit(c)) >= 2, text);
            Assert.True(text.Count(char.IsAsciiLetterUpper) >= 2, text);
            Assert.True(text.Any(char.IsAsciiLetterLower), text);
            Assert.DoesNotContain('?', text);
            Assert.DoesNotContain(',', text);
        }
    }

    [Fact]
    public void Guid_EvaluatedTwice_GivesDifferentValues()
    {
        var guid = MappingExpression.Parse("Guid()");
        var one = guid.Evaluate(None, TestClock.Instance).Value.Text!;
        Assert.True(Guid.TryParseExact(one, "D", out _));
        Assert.Equal(one.ToLowerInvariant(), one);
        Assert.NotEqual(one, guid.Evaluate(None, TestClock.Instance).Value.Text);
    }

    [Theory]
    [InlineData("Instrr(\"a\", \"b\")", 0, "there is no function 'Instrr'; did you mean InStr?")]
    [InlineData("Append([a], Lwft(\"b\", 1))", 12, "there is no function 'Lwft'; did you mean Left?")]
    [InlineData("Qwertyuiop(\"a\")", 0, "there is no function 'Qwertyuiop'")]
    [InlineData(
        "ToLower(mail)",
        8,
        "'mail' is neither a function nor a text: attributes stand in brackets, [mail], texts in quotes, \"mail\""
    )]
    [InlineData("ToLower(“a”)", 8, "texts stand between straight double quotes: \"text\"")]
    [InlineData("ToLower(\"a)", 8, "this text has no closing quotation mark")]
    [InlineData("ToLower([a)", 8, "this attribute has no closing bracket")]
    [InlineData("ToLower([])", 8, "expected an attribute's name between the brackets")]
    [InlineData("Append(\"a\")", 0, "Append needs its second argument, suffix: Append(source, suffix)")]
    [InlineData("Append(\"a\", , )", 12, "Append needs its second argument, suffix: Append(source, suffix)")]
    [InlineData("ToLower", 0, "expected '(' after ToLower")]
    [InlineData("", 0, "the expression ends where a function, an [attribute] or a \"text\" is expected")]
    [InlineData("IIF([a]=\"1\"=\"2\", \"x\", \"y\")", 11, "a condition is one comparison: for AND and OR, nest IIF")]
    [InlineData("[a]=\"1\"", 3, "a comparison can only stand in the condition of IIF and in CBool")]
    [InlineData("Left(\"a\", 99999999999999999999)", 10, "'99999999999999999999' is not a number")]
    public void Parser_Mistake_IsReportedWithItsPosition(string text, int position, string message)
    {
        Assert.False(MappingExpression.TryParse(text, out _, out var error));
        Assert.Equal(new ExpressionError(message, position), error);
    }

    [Fact]
    public void Evaluation_Error_IsReportedWithItsPosition()
    {
        var attributes = new Dictionary<string, ExpressionValue> { ["many"] = ExpressionValue.FromList(["a", "b"]) };
        var result = MappingExpression.Parse("Append(\"x\", ToLower([many]))").Evaluate(attributes, TestClock.Instance);
        Assert.Equal(new ExpressionError("one value is needed here, not 2: use Item or Join", 20), result.Error);
        Assert.Equal(ExpressionValue.Null, result.Value);
    }

    [Fact]
    public void Attributes_ExpressionWithReferences_AreListedOnce() =>
        Assert.Equal(["mail", "upn"], MappingExpression.Parse("Coalesce([mail], [upn], ToLower([MAIL]))").Attributes);

    [Fact]
    public void Claims_OneOrSeveralValues_BecomeTextOrList()
    {
        var claims = new Dictionary<string, IReadOnlyList<string>>
        {
            ["one"] = ["a"],
            ["two"] = ["a", "b"],
            ["none"] = [],
        };
        Assert.Equal(ExpressionValueKind.Text, MappingExpression.Parse("[one]").Evaluate(claims, TestClock.Instance).Value.Kind);
        Assert.Equal(ExpressionValueKind.List, MappingExpression.Parse("[two]").Evaluate(claims, TestClock.Instance).Value.Kind);
        Assert.Equal(ExpressionValueKind.Null, MappingExpression.Parse("[none]").Evaluate(claims, TestClock.Instance).Value.Kind);
    }
}
