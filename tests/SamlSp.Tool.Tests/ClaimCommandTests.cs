namespace SamlSp.Tool.Tests;

/// <summary><c>samlsp claim</c>, as CLI documents it.</summary>
public sealed class ClaimCommandTests : IDisposable
{
    private const string Portal = """
        {"claim": "nameid", "conditions": [
          {"userType": "externalGuests", "source": "transformation", "transformations": [{"function": "RegexReplace",
            "input": "user.userprincipalname", "pattern": "(?'username'^.*?)#EXT#@(?i).*\\.onmicrosoft\\.com$", "replacement": "{username}@example.com"}]},
          {"userType": "entraGuests", "source": "transformation", "transformations": [{"function": "RegexReplace",
            "input": "user.localuserprincipalname", "pattern": "(?'username'^.*?)#EXT#@(?i).*\\.onmicrosoft\\.com$", "replacement": "{username}@example.com"}]},
          {"userType": "members", "source": "attribute", "attribute": "user.userprincipalname"}]}
        """;

    private readonly ToolCall _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("member", "alice@example.com", "alice@example.com", "alice@example.com", 2)]
    [InlineData(
        "entraGuest",
        "charlie@altostrat.com",
        "charlie_altostrat.com#EXT#@tenant.onmicrosoft.com",
        "charlie_altostrat.com@example.com",
        1
    )]
    [InlineData(
        "externalGuest",
        "user_hotmail.com#EXT#@tenant.onmicrosoft.com",
        "user_hotmail.com#EXT#@tenant.onmicrosoft.com",
        "user_hotmail.com@example.com",
        0
    )]
    public void Claim_RulesOfThePortal_GivesNameIdAndDecidingRule(string type, string upn, string localUpn, string nameId, int rule)
    {
        Call(
            Portal,
            $$"""{"userType": "{{type}}", "groups": [], "attributes": {"user.userprincipalname": "{{upn}}", "user.localuserprincipalname": "{{localUpn}}"} }"""
        );
        Assert.Equal(0, _tool.ExitCode);
        Assert.Equal(nameId, _tool.Json().GetProperty("value").GetString());
        Assert.Equal(rule, _tool.Json().GetProperty("rule").GetInt32());
        var trace = _tool.Json().GetProperty("trace").EnumerateArray().ToList();
        Assert.Equal([0, 1, 2], trace.Select(static step => step.GetProperty("rule").GetInt32()).Order());
        var fired = Assert.Single(trace, static step => step.GetProperty("matched").GetBoolean());
        Assert.Equal((rule, nameId), (fired.GetProperty("rule").GetInt32(), fired.GetProperty("output").GetString()));
    }

    [Fact]
    public void Claim_NoValue_ExitsWithOne()
    {
        Call(Portal, """{"userType": "entraGuest", "attributes": {"user.userprincipalname": "charlie@altostrat.com"}}""");
        Assert.Equal(1, _tool.ExitCode);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, _tool.Json().GetProperty("value").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, _tool.Json().GetProperty("rule").ValueKind);
    }

    [Fact]
    public void Claim_SeveralValues_ArePrinted()
    {
        Call(
            """{"claim": "addresses", "conditions": [{"userType": "any", "source": "transformation", "transformations": [{"function": "ToLowercase", "input": "user.proxyaddresses", "multiValued": true}]}]}""",
            """{"userType": "member", "attributes": {"user.proxyaddresses": ["A", "B"]}}"""
        );
        Assert.Equal("a", _tool.Json().GetProperty("value").GetString());
        Assert.Equal(["a", "b"], _tool.Json().GetProperty("values").EnumerateArray().Select(static v => v.GetString()));
    }

    [Fact]
    public void Claim_PatternThatTakesTooLong_ExitsWithOneAndNamesTheRule()
    {
        Call(
            """{"claim": "nameid", "conditions": [{"userType": "any", "source": "transformation", "transformations": [{"function": "RegexReplace", "input": "user.mail", "pattern": "^(?'x'a+)+b\\1$", "replacement": "{x}"}]}]}""",
            $$"""{"userType": "member", "attributes": {"user.mail": "{{new string('a', 60)}}"} }"""
        );
        Assert.Equal(1, _tool.ExitCode);
        Assert.Contains("rule 0", _tool.Json().GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Claim_TextOutput_NamesTheDecidingRule()
    {
        var rules = _tool.File("rules.json", Portal);
        var user = _tool.File("user.json", """{"userType": "MEMBER", "attributes": {"user.userprincipalname": "alice@example.com"}}""");
        Assert.Equal(0, _tool.Call("claim", "--rules", rules, "--user", user).ExitCode);
        Assert.Contains("Rule 2 decides: alice@example.com", _tool.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{"claim": "nameid", "conditions": [{"userType": "friends", "source": "attribute", "attribute": "user.mail"}]}""",
        "Conditions:0:UserType"
    )]
    [InlineData("""{"claim": "nameid", "conditions": [{"source": "attribute", "attribute": "user.mail"}]}""", "userType")]
    [InlineData("""{"claim": "nameid"}""", "conditions")]
    [InlineData(
        """{"claim": "nameid", "conditions": [{"userType": "any", "source": "transformation", "transformations": [{"function": "ToLowercase", "input": "user.mail"}, {"function": "ToLowercase"}, {"function": "ToLowercase"}]}]}""",
        "one or two transformations"
    )]
    [InlineData(
        """{"claim": "nameid", "conditions": [{"userType": "any", "source": "transformation", "transformations": [{"function": "RegexReplace", "input": "user.mail", "pattern": "x", "replacement": "{a}{b}{c}{d}{e}{f}", "parameters": ["user.a", "user.b", "user.c", "user.d", "user.e", "user.f"]}]}]}""",
        "at most 5 parameters"
    )]
    [InlineData("not JSON", "rules.json")]
    public void Claim_InvalidRules_ExitsWithTwo(string rules, string said)
    {
        Call(rules, """{"userType": "member", "attributes": {}}""");
        _tool.AssertWrongCall(said);
    }

    [Theory]
    [InlineData("""{"userType": "guest", "attributes": {}}""", "'guest'")]
    [InlineData("""{"attributes": {}}""", "userType")]
    [InlineData("""{"userType": "member", "attributes": {"user.mail": "a", "USER.MAIL": "b"}}""", "twice")]
    public void Claim_InvalidUser_ExitsWithTwo(string user, string said)
    {
        Call(Portal, user);
        _tool.AssertWrongCall(said);
    }

    [Fact]
    public void Claim_MissingFile_ExitsWithTwo()
    {
        _tool.Call("claim", "--rules", "no-such-file.json", "--user", "no-such-file.json").AssertWrongCall("no-such-file.json");
        _tool.Call("claim", "--rules", "no-such-file.json").AssertWrongCall("--user");
    }

    private void Call(string rules, string user) =>
        _tool.Call("claim", "--rules", _tool.File("rules.json", rules), "--user", _tool.File("user.json", user), "--json");
}
