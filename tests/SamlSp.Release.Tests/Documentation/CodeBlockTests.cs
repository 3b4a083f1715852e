namespace SamlSp.Release.Tests;

/// <summary>Code in the documentation works: it compiles, it is valid, its commands exist with their options.</summary>
public sealed class CodeBlockTests
{
    private static readonly string[] Checked = ["csharp", "json", "jsonc", "sh", "xml", "nginx", "yaml", "text", "http", "sql", "promql"];

    [Fact]
    public void CodeFence_EachPage_NamesItsLanguage()
    {
        var unnamed = Blocks("").Where(block => block.Tag is not null && !Checked.Contains(block.Tag, StringComparer.Ordinal)).ToList();
        Assert.True(unnamed.Count == 0, $"One of {string.Join(", ", Checked)} is wanted at\n" + string.Join('\n', unnamed));
    }

    [Fact]
    public void JsonBlock_EachPage_IsValidAndNamesExistingSettings()
    {
        var wrong = Blocks("json", "jsonc")
            .Select(block => (block, problem: JsonCheck.Problem(block.Text)))
            .Where(found => found.problem is not null)
            .Select(found => $"{found.block}: {found.problem}")
            .ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void XmlBlock_EachPage_IsWellFormed()
    {
        foreach (var block in Blocks("xml"))
        {
            var error = Record.Exception(() =>
                System.Xml.Linq.XDocument.Parse(
                    "<all xmlns:md='md' xmlns:saml='saml' xmlns:samlp='samlp' xmlns:ds='ds'>" + block.Text + "</all>"
                )
            );
            Assert.True(error is null, $"{block}: {error?.Message}");
        }
    }

    [Fact]
    public async Task CSharpBlock_EachPage_Compiles()
    {
        var blocks = Blocks("csharp").ToList();
        Assert.NotEmpty(blocks);
        var wrong = await CSharpCheck.ProblemsAsync(blocks);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task ShellBlock_EachPage_NamesExistingCommandsAndOptions()
    {
        var blocks = Blocks("sh").ToList();
        Assert.NotEmpty(blocks);
        var wrong = new List<string>();
        foreach (var block in blocks)
        {
            wrong.AddRange((await ShellCheck.ProblemsAsync(block)).Select(problem => $"{block}: {problem}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static IEnumerable<CodeBlock> Blocks(params string[] languages) =>
        MarkdownFile
            .All.SelectMany(page => page.Blocks)
            .Where(block => languages is [""] || languages.Contains(block.Language, StringComparer.Ordinal));
}
