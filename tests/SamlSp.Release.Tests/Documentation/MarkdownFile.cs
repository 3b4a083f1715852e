using System.Text;
using System.Text.RegularExpressions;
using SamlSp.Testing;

namespace SamlSp.Release.Tests;

/// <summary>A page of the documentation: its links, its anchors, its blocks of code.</summary>
internal sealed partial class MarkdownFile
{
    private MarkdownFile(string path)
    {
        FullPath = path;
        Name = Path.GetRelativePath(Repository.Root, path);
        var prose = new StringBuilder();
        Blocks = Split(File.ReadAllLines(path), prose);
        Links = [.. Link().Matches(CodeSpan().Replace(prose.ToString(), "")).Select(m => m.Groups["target"].Value)];
        Anchors = FindAnchors(prose.ToString());
    }

    /// <summary>Every page that is ours.</summary>
    public static IReadOnlyList<MarkdownFile> All { get; } =
    [
        .. System
            .IO.Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Where(path =>
                !Path.GetRelativePath(Repository.Root, path)
                    .Split('/')
                    .Any(part => part is "bin" or "obj" or "node_modules" or "artifacts" or ".git" or "data")
            )
            .Order(StringComparer.Ordinal)
            .Select(path => new MarkdownFile(path)),
    ];

    public string FullPath { get; }

    /// <summary>The path from the repository's root.</summary>
    public string Name { get; }

    public IReadOnlyList<CodeBlock> Blocks { get; }

    public IReadOnlyList<string> Links { get; }

    /// <summary>The headings, as GitHub makes addresses of them, and explicit anchors.</summary>
    public IReadOnlySet<string> Anchors { get; }

    private List<CodeBlock> Split(string[] lines, StringBuilder prose)
    {
        var blocks = new List<CodeBlock>();
        for (var i = 0; i < lines.Length; i++)
        {
            var fence = Fence().Match(lines[i]);
            var body = new List<string>();
            var at = i + 1;
            if (fence.Success)
            {
                for (i++; i < lines.Length && lines[i].Trim() != fence.Groups["fence"].Value; i++)
                {
                    body.Add(lines[i]);
                }

                blocks.Add(new(Name, at, fence.Groups["language"].Value, string.Join('\n', body)));
            }
            else if (
                lines[i].StartsWith("    ", StringComparison.Ordinal)
                && (i == 0 || lines[i - 1].Trim().Length == 0)
                && !InList(lines, i)
            )
            {
                for (; i < lines.Length && (lines[i].StartsWith("    ", StringComparison.Ordinal) || lines[i].Trim().Length == 0); i++)
                {
                    body.Add(lines[i].Length >= 4 ? lines[i][4..] : "");
                }

                i--;
                blocks.Add(new(Name, at, null, string.Join('\n', body).TrimEnd()));
            }
            else
            {
                prose.Append(lines[i]).Append('\n');
            }
        }

        return blocks;
    }

    /// <summary>Whether an indented line goes on with an entry of a list.</summary>
    private static bool InList(string[] lines, int at)
    {
        for (at--; at >= 0; at--)
        {
            if (lines[at].Length == 0)
            {
                continue;
            }

            if (ListEntry().IsMatch(lines[at]))
            {
                return true;
            }

            if (lines[at][0] != ' ')
            {
                return false;
            }
        }

        return false;
    }

    private static HashSet<string> FindAnchors(string prose)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var heading in Heading().Matches(prose).Select(m => m.Groups["text"].Value))
        {
            var slug = new StringBuilder();
            foreach (var c in LinkText().Replace(heading, "${text}").Trim().ToLowerInvariant())
            {
                if (char.IsLetterOrDigit(c) || c is '-' or '_')
                {
                    slug.Append(c);
                }
                else if (c == ' ')
                {
                    slug.Append('-');
                }
            }

            var name = slug.ToString();
            for (var number = 1; !anchors.Add(name); number++)
            {
                name = $"{slug}-{number}";
            }
        }

        foreach (Match anchor in ExplicitAnchor().Matches(prose))
        {
            anchors.Add(anchor.Groups["id"].Value);
        }

        return anchors;
    }

    [GeneratedRegex("^ {0,3}(?<fence>`{3,})(?<language>[a-z]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex("^ *([-*]|[0-9]+\\.) ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ListEntry();

    [GeneratedRegex("\\]\\((?<target>[^)\\s]+)(\\s+\"[^\"]*\")?\\)|<(?<target>https?://[^>\\s]+)>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("(?<ticks>`+)[^`]+\\k<ticks>(?!`)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeSpan();

    [GeneratedRegex("^#{1,6} +(?<text>.+?) *#*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex("\\[(?<text>[^\\]]*)\\]\\([^)]*\\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LinkText();

    [GeneratedRegex("<a (id|name)=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ExplicitAnchor();
}
