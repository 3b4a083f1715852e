using System.Text;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.Tool.Tests;

public sealed class DecodeCommandTests : IDisposable
{
    private readonly ToolRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Decode_PostedResponse_PrintsItsXml()
    {
        var response = TestIdp.Create().SignedResponse();
        foreach (
            var value in new[] { response.ToFormValue(), Uri.EscapeDataString(response.ToFormValue()), response.ToFormValue() + "\r\n" }
        )
        {
            var json = ToolRun.Json(0, "decode", _run.File(value));
            Assert.Equal("Response", json.GetProperty("kind").GetString());
            Assert.Equal("post", json.GetProperty("binding").GetString());
            Assert.Equal(response.Xml, json.GetProperty("xml").GetString());
        }
    }

    [Fact]
    public void Decode_RedirectUrl_PrintsXmlAndRelayState()
    {
        var url = "https://sp.example.com/Saml2/Logout?" + new RedirectQuery { Xml = TestLogout.Request, RelayState = "the state" };
        var json = ToolRun.Json(0, "decode", _run.File(url));
        Assert.Equal("LogoutRequest", json.GetProperty("kind").GetString());
        Assert.Equal("redirect", json.GetProperty("binding").GetString());
        Assert.Equal(TestLogout.Request, json.GetProperty("xml").GetString());
        Assert.Equal("the state", json.GetProperty("relayState").GetString());
    }

    [Fact]
    public void Decode_TextOutput_PrintsIndentedXml()
    {
        var run = ToolRun.Run("decode", _run.File(SignedForm.Encode(TestLogout.Request)));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\n  <samlp:SessionIndex>_session1</samlp:SessionIndex>\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_XmlThatTheFrameworkCannotRead_IsPrintedUnchanged()
    {
        // U+08A0 is a letter of names since the fifth edition of XML 1.0.
        const string Xml = "<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\"><\u08A0/></samlp:LogoutRequest>";
        var run = ToolRun.Run("decode", _run.File(SignedForm.Encode(Xml)));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(Xml, run.Output.TrimEnd());
        Assert.Equal("", run.Error);
    }

    [Fact]
    public void Tool_UnexpectedException_PrintsOneLineAndExitsWithTwo()
    {
        var output = new StringWriter();
        output.Dispose();
        using var error = new StringWriter();
        Assert.Equal(2, ToolHost.Run(["decode", _run.File(SignedForm.Encode(TestLogout.Request))], output, error));
        Assert.StartsWith("samlsp: this call failed, ObjectDisposedException: ", error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("", "malformed")]
    [InlineData("hello", "malformed")]
    [InlineData("<!DOCTYPE a><a/>", "forbidden_xml")]
    public void Decode_TextThatIsNoMessage_ExitsWithOneAndCode(string content, string code)
    {
        Assert.Equal(code, ToolRun.Json(1, "decode", _run.File(content)).GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(1, ToolRun.Run("decode", _run.File(content)).ExitCode);
    }

    [Fact]
    public void Decode_FileOverLimit_IsTooLarge()
    {
        var file = _run.File(Convert.ToBase64String(Encoding.UTF8.GetBytes("<a>" + new string('x', 20_000_000) + "</a>")));
        Assert.Equal(RefusalCodes.TooLarge, ToolRun.Json(1, "decode", file).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public void Decode_WrongArguments_PrintsOneLineAndExitsWithTwo()
    {
        ToolRun.Wrong("decode", "missing.txt");
        ToolRun.Wrong("decode", "--unknown");
    }
}
