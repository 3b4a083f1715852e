using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using SamlSp.Testing;

namespace SamlSp.Release.Tests;

/// <summary>
/// Checks a block of shell: its syntax, that the projects and scripts it names are there, and that <c>samlsp</c> has the commands and
/// options that it uses.
/// </summary>
internal static partial class ShellCheck
{
    private static readonly ConcurrentDictionary<string, Task<string>> Helps = new(StringComparer.Ordinal);

    public static async Task<IReadOnlyList<string>> ProblemsAsync(CodeBlock block)
    {
        var problems = new List<string>();
        var (exitCode, output) = await Shell.RunAsync(Repository.Root, "bash", "-n", "-c", block.Text);
        if (exitCode != 0)
        {
            problems.Add(output.Trim());
        }

        foreach (
            var command in block
                .Text.Replace("\\\n", " ", StringComparison.Ordinal)
                .Split('\n')
                .SelectMany(line =>
                    Comment()
                        .Replace(line, "")
                        .Split(["&&", "||", ";", "|", "$("], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                )
        )
        {
            problems.AddRange(Missing(command));
            problems.AddRange(await SamlSpAsync(command));
        }

        return problems;
    }

    /// <summary>Projects and scripts of the repository that are named and are not there.</summary>
    private static IEnumerable<string> Missing(string command)
    {
        if (
            Project().Match(command) is { Success: true } project
            && !System.IO.Directory.Exists(Path.Combine(Repository.Root, project.Groups["path"].Value))
            && !File.Exists(Path.Combine(Repository.Root, project.Groups["path"].Value))
        )
        {
            yield return $"there is no project {project.Groups["path"].Value}";
        }

        if (Script().Match(command) is { Success: true } script && !File.Exists(Path.Combine(Repository.Root, script.Groups["path"].Value)))
        {
            yield return $"there is no {script.Groups["path"].Value}";
        }
    }

    private static async Task<IReadOnlyList<string>> SamlSpAsync(string command)
    {
        if (SamlSp().Match(command) is not { Success: true } call)
        {
            return [];
        }

        var words = Words().Matches(call.Groups["arguments"].Value).Select(m => m.Value.TrimEnd(')', '"', '\'')).ToList();
        var path = new List<string>();
        var help = await HelpAsync("");
        foreach (var word in words.TakeWhile(word => CommandName().IsMatch(word)))
        {
            if (!Regex.IsMatch(help, $"^ {{2,}}{Regex.Escape(word)}( |,|$)", RegexOptions.Multiline, TimeSpan.FromSeconds(1)))
            {
                break;
            }

            path.Add(word);
            help = await HelpAsync(string.Join(' ', path));
        }

        if (path.Count == 0 && words.Count > 0 && !words[0].StartsWith("--", StringComparison.Ordinal))
        {
            return [$"samlsp has no command {words[0]}"];
        }

        return
        [
            .. words
                .Where(word => word.StartsWith("--", StringComparison.Ordinal))
                .Select(word => word.Split('=')[0])
                .Where(option =>
                    option.Length > 2 && !Regex.IsMatch(help, Regex.Escape(option) + "\\b", RegexOptions.None, TimeSpan.FromSeconds(1))
                )
                .Select(option => $"samlsp {string.Join(' ', path)} has no option {option}"),
        ];
    }

    private static Task<string> HelpAsync(string command) =>
        Helps.GetOrAdd(
            command,
            async words =>
                (
                    await Shell.RunAsync(
                        Repository.Root,
                        "dotnet",
                        [
                            $"src/SamlSp.Tool/bin/{Repository.Configuration}/net10.0/samlsp.dll",
                            .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                            "--help",
                        ]
                    )
                ).Output
        );

    [GeneratedRegex("(^|\\s)#\\s.*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(
        "dotnet (run|test|build|pack|publish).*?(--project |test |build |pack |publish )(?<path>(src|tests|bench|samples|templates)/[\\w./-]+)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Project();

    [GeneratedRegex("^(?<path>\\./[\\w./-]+\\.sh|(tests|deploy|bench)/[\\w./-]+\\.sh)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Script();

    [GeneratedRegex("^(dotnet run --project src/SamlSp\\.Tool -- |samlsp )(?<arguments>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SamlSp();

    [GeneratedRegex("'[^']*'|\"[^\"]*\"|\\S+", RegexOptions.None, 1000)]
    private static partial Regex Words();

    [GeneratedRegex("^[a-z][a-z-]*$", RegexOptions.None, 1000)]
    private static partial Regex CommandName();
}
