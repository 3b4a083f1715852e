using System.Text.RegularExpressions;

namespace SamlSp.Release.Tests;

/// <summary>A block of code in a page.</summary>
/// <param name="Page">The page's path.</param>
/// <param name="Line">Its first line, or its fence.</param>
/// <param name="Tag">The fence's language; null for an indented block.</param>
/// <param name="Text">The code.</param>
internal sealed partial record CodeBlock(string Page, int Line, string? Tag, string Text)
{
    /// <summary>The language: the fence's tag, or what an indented block looks like.</summary>
    public string Language =>
        Tag
        ?? (
            LooksLikeJson().IsMatch(Text) ? "json"
            : LooksLikeShell().IsMatch(Text) ? "sh"
            : LooksLikeCSharp().IsMatch(Text) ? "csharp"
            : "text"
        );

    public override string ToString() => $"{Page}:{Line} ({Language})";

    [GeneratedRegex("^\\s*(\\{|\"[^\"]+\"\\s*:)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LooksLikeJson();

    [GeneratedRegex(
        "^(sudo |[A-Z_]+=\\S* )*(dotnet|samlsp|\\./|tests/|deploy/|curl|cd|git|npm|docker|openssl|nginx|psql|sqlite3|pg_dump|apt-get|SAMLSP_|cp|tar|systemctl|kill|export|echo|for|until) ?",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex LooksLikeShell();

    [GeneratedRegex("^(using |var |builder\\.|services\\.|app\\.|\\[Authorize|public |if \\(|//)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LooksLikeCSharp();
}
