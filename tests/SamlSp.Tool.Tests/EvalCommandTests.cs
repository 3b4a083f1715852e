namespace SamlSp.Tool.Tests;

/// <summary><c>samlsp eval</c>, as CLI documents it.</summary>
public sealed class EvalCommandTests : IDisposable
{
    private const string OrgUnit = """IIF(Instr([originalUserPrincipalName], "#EXT#", , )="0", "/", "/guests")""";
    private readonly ToolCall _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("alice@example.com", "/")]
    [InlineData("charlie_altostrat.com#EXT#@tenant.onmicrosoft.com", "/guests")]
    public void Eval_ExpressionWithAttributes_PrintsItsValue(string upn, string path)
    {
        var file = _tool.File("user.json", $$"""{"originalUserPrincipalName": "{{upn}}"}""");
        Assert.Equal(0, _tool.Call("eval", OrgUnit, "--attributes", file, "--json").ExitCode);
        Assert.Equal($$"""{"value":"{{path}}"}""", _tool.Output.Trim());
        Assert.Equal(0, _tool.Call("eval", OrgUnit, "--attributes", file).ExitCode);
        Assert.Equal(path, _tool.Output.Trim());
    }

    [Theory]
    [InlineData("[one]", """{"value":"v"}""")]
    [InlineData("[many]", """{"value":["v1","v2"]}""")]
    [InlineData("[none]", """{"value":null}""")]
    [InlineData("[absent]", """{"value":null}""")]
    [InlineData("Count([many])", """{"value":"2"}""")]
    [InlineData("IsNull([none])", """{"value":"True"}""")]
    [InlineData("IgnoreFlowIfNullOrEmpty([none])", """{"value":null,"ignored":true}""")]
    [InlineData("[number]", """{"value":"7"}""")]
    public void Eval_EachKindOfValue_HasItsJsonForm(string expression, string json)
    {
        var file = _tool.File("user.json", """{"one": "v", "many": ["v1", "v2"], "none": null, "number": 7}""");
        Assert.Equal(0, _tool.Call("eval", expression, "--attributes", file, "--json").ExitCode);
        Assert.Equal(json, _tool.Output.Trim());
    }

    [Theory]
    [InlineData("Append([a], Lwft([a], 1))", 12)]
    [InlineData("CDate(\"soon\")", 6)]
    [InlineData("", 0)]
    public void Eval_MistakeInExpression_ExitsWithOneAndPosition(string expression, int position)
    {
        Assert.Equal(1, _tool.Call("eval", expression, "--json").ExitCode);
        var error = _tool.Json().GetProperty("error");
        Assert.Equal(position, error.GetProperty("position").GetInt32());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.False(_tool.Json().TryGetProperty("value", out _));
        Assert.Equal(1, _tool.Call("eval", expression).ExitCode);
        Assert.Contains($"position {position}", _tool.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Eval_FixedNow_IsUsed()
    {
        Assert.Equal(0, _tool.Call("eval", "Now()", "--now", "2026-11-22T06:00:00Z", "--json").ExitCode);
        Assert.Equal("11/22/2026 6:00:00 AM", _tool.Json().GetProperty("value").GetString());
    }

    [Fact]
    public void Eval_Explain_PrintsTheParts()
    {
        Assert.Equal(0, _tool.Call("eval", "ToUpper(Append(\"a\", \"b\"))", "--explain", "--json").ExitCode);
        Assert.Equal("Append(\"a\", \"b\")", _tool.Json().GetProperty("trace")[1].GetProperty("expression").GetString());
        Assert.Equal(0, _tool.Call("eval", "ToUpper(Append(\"a\", \"b\"))", "--explain").ExitCode);
        Assert.EndsWith("AB", _tool.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Eval_WrongArguments_PrintsOneLineAndExitsWithTwo()
    {
        _tool.Call().AssertWrongCall("command");
        _tool.Call("eval").AssertWrongCall("eval");
        _tool.Call("evaluate", "Now()").AssertWrongCall("evaluate");
        _tool.Call("eval", "--nonsense").AssertWrongCall("--nonsense");
        _tool.Call("eval", "Now()", "--nonsense").AssertWrongCall("--nonsense");
        _tool.Call("eval", "Now()", "--now", "tomorrow").AssertWrongCall("tomorrow");
        _tool.Call("eval", "[a]", "--attributes", "no-such-file.json").AssertWrongCall("no-such-file.json");
        _tool.Call("eval", "[a]", "--attributes", _tool.File("broken.json", "{")).AssertWrongCall("broken.json");
        _tool.Call("eval", "[a]", "--attributes", _tool.File("list.json", "[]")).AssertWrongCall("list.json");
        _tool.Call("eval", "[a]", "--attributes", _tool.File("deep.json", """{"a": {"b": 1}}""")).AssertWrongCall("'a'");
    }

    [Fact]
    public void Help_Requested_ExitsWithZero()
    {
        Assert.Equal(0, _tool.Call("--help").ExitCode);
        Assert.Contains("eval", _tool.Output, StringComparison.Ordinal);
        Assert.Equal(0, _tool.Call("eval", "--help").ExitCode);
        Assert.Contains("--attributes", _tool.Output, StringComparison.Ordinal);
    }
}
