namespace SamlSp.Release.Tests;

/// <summary>Links of the documentation lead to existing pages and anchors.</summary>
public sealed class LinkTests
{
    [Fact]
    public void Link_EachPage_LeadsToAnExistingPageAndAnchor()
    {
        var wrong = MarkdownFile
            .All.SelectMany(page => page.Links.Select(link => (page, link, problem: Problem(page, link))))
            .Where(found => found.problem is not null)
            .Select(found => $"{found.page.Name}: {found.link} {found.problem}")
            .ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void DocumentationPage_StartingAtTheReadme_IsReached()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        Follow(MarkdownFile.All.Single(page => page.Name == "README.md"), reached);
        var lost = MarkdownFile
            .All.Where(page => page.Name.StartsWith("docs/", StringComparison.Ordinal) && !reached.Contains(page.FullPath))
            .Select(page => page.Name)
            .ToList();
        Assert.True(lost.Count == 0, "No way leads from README.md to " + string.Join(", ", lost));
    }

    private static void Follow(MarkdownFile page, HashSet<string> reached)
    {
        if (!reached.Add(page.FullPath))
        {
            return;
        }

        foreach (var link in page.Links.Where(link => !IsElsewhere(link)))
        {
            if (MarkdownFile.All.FirstOrDefault(p => p.FullPath == Target(page, link).Path) is { } next)
            {
                Follow(next, reached);
            }
        }
    }

    private static string? Problem(MarkdownFile page, string link)
    {
        if (IsElsewhere(link))
        {
            return
                Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Host.Contains('.', StringComparison.Ordinal)
                || link.StartsWith("http://localhost", StringComparison.Ordinal)
                ? null
                : "is no address";
        }

        var (path, anchor) = Target(page, link);
        if (!File.Exists(path) && !System.IO.Directory.Exists(path))
        {
            return "leads to nothing";
        }

        if (anchor.Length == 0)
        {
            return null;
        }

        var target = MarkdownFile.All.FirstOrDefault(p => p.FullPath == path);
        return target is null ? "has an anchor in a file that is no page"
            : target.Anchors.Contains(anchor) ? null
            : "leads to no heading there";
    }

    private static (string Path, string Anchor) Target(MarkdownFile page, string link)
    {
        var parts = link.Split('#', 2);
        return (
            parts[0].Length == 0 ? page.FullPath : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page.FullPath)!, parts[0])),
            parts.Length > 1 ? parts[1] : ""
        );
    }

    private static bool IsElsewhere(string link) =>
        link.StartsWith("http:", StringComparison.Ordinal)
        || link.StartsWith("https:", StringComparison.Ordinal)
        || link.StartsWith("mailto:", StringComparison.Ordinal);
}
