using System.Text;

namespace SamlSp.Console.Tests;

/// <summary>CSV that spreadsheets open: quoted where it must be, and never a formula.</summary>
public sealed class CsvTextTests
{
    [Theory]
    [InlineData("Ada Lovelace", "Ada Lovelace")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"yes\"", "\"say \"\"yes\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("3-2", "3-2")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30", "'+49 30")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("  =1+1", "'  =1+1")]
    [InlineData("\"=1+1", "\"'\"\"=1+1\"")]
    [InlineData("\t=1+1", "\"'\t=1+1\"")]
    [InlineData("=HYPERLINK(\"http://evil.example\",\"x\")", "\"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\"")]
    [InlineData("＝1+1", "'＝1+1")]
    public void CsvValue_EachKind_IsQuotedAndNoFormula(string value, string expected)
    {
        var text = new StringBuilder();
        CsvText.AddRow(text, ["x", value, null]);
        Assert.Equal($"x,{expected},\r\n", text.ToString());
    }
}
