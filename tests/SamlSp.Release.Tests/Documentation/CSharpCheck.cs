namespace SamlSp.Release.Tests;

/// <summary>
/// Compiles blocks of C# with the SDK's own compiler, against the framework and our assemblies. A program stands on its own; anything else
/// is put into one.
/// </summary>
internal static class CSharpCheck
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Authentication; global using Microsoft.AspNetCore.Authorization; global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Routing; global using Microsoft.Extensions.Configuration; global using Microsoft.Extensions.DependencyInjection; global using Microsoft.Extensions.Hosting; global using Microsoft.Extensions.Logging;
        global using System.Security.Claims; global using SamlSp.AspNetCore; global using SamlSp.Protocol; global using SamlSp.Claims; global using SamlSp.Directory; global using SamlSp.EntraSandbox;
        """;

    private const string Before =
        "var builder = WebApplication.CreateBuilder(args); var services = builder.Services; var settings = builder.Configuration.GetSection(\"SamlSp\");\n";

    /// <summary>Compiles them all; gives the compiler's errors with the block that each is in.</summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(IReadOnlyList<CodeBlock> blocks)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-snippets").FullName;
        try
        {
            var wrong = new List<string>();
            await File.WriteAllTextAsync(Path.Combine(folder, "usings.cs"), Usings);
            for (var i = 0; i < blocks.Count; i++)
            {
                var file = Path.Combine(folder, $"block{i}.cs");
                await File.WriteAllTextAsync(file, Program(blocks[i].Text));
                var (exitCode, output) = await Shell.RunAsync(
                    folder,
                    "dotnet",
                    [
                        Compiler(),
                        "-nologo",
                        "-nullable",
                        "-nowarn:CS1998,CS8321,CS0219,CS1701",
                        "-target:exe",
                        "-langversion:latest",
                        $"-out:{folder}/block{i}.dll",
                        .. References(),
                        file,
                        Path.Combine(folder, "usings.cs"),
                    ]
                );
                if (exitCode != 0)
                {
                    wrong.Add($"{blocks[i]}:\n{output.Trim()}");
                }
            }

            return wrong;
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    private static string Program(string block)
    {
        if (block.Contains("CreateBuilder", StringComparison.Ordinal))
        {
            return block;
        }

        var lines = block.Split('\n');
        var usings = string.Join('\n', lines.Where(IsUsing));
        var rest = string.Join('\n', lines.Where(line => !IsUsing(line)));

        // An attribute needs a declaration, and types come after statements.
        if (rest.TrimStart().StartsWith('[') && rest.TrimEnd().EndsWith(']'))
        {
            return $"{usings}\n{Before}\n{rest}\ninternal sealed class Annotated;";
        }

        var isType = rest.Contains("class ", StringComparison.Ordinal) && !rest.Contains("app.", StringComparison.Ordinal);
        if (isType)
        {
            return $"{usings}\n{Before}\n{rest}";
        }

        var app = rest.Contains("app.", StringComparison.Ordinal);
        var at = rest.IndexOf("app.", StringComparison.Ordinal);
        return app ? $"{usings}\n{Before}{rest[..at]}\nvar app = builder.Build();\n{rest[at..]}" : $"{usings}\n{Before}{rest}";
    }

    private static bool IsUsing(string line) =>
        line.StartsWith("using ", StringComparison.Ordinal)
        && line.TrimEnd().EndsWith(';')
        && !line.Contains('=', StringComparison.Ordinal)
        && !line.Contains('(', StringComparison.Ordinal);

    private static string Root() =>
        Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    private static string Compiler() =>
        System.IO.Directory.GetDirectories(Path.Combine(Root(), "sdk")).Order(StringComparer.Ordinal).Last() + "/Roslyn/bincore/csc.dll";

    private static IEnumerable<string> References()
    {
        foreach (var framework in new[] { "Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref" })
        {
            var pack = System.IO.Directory.GetDirectories(Path.Combine(Root(), "packs", framework)).Order(StringComparer.Ordinal).Last();
            foreach (var assembly in System.IO.Directory.GetFiles(Path.Combine(pack, "ref/net10.0"), "*.dll"))
            {
                yield return "-r:" + assembly;
            }
        }

        foreach (var assembly in System.IO.Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Where(IsOurs))
        {
            yield return "-r:" + assembly;
        }
    }

    private static bool IsOurs(string assembly) =>
        Path.GetFileName(assembly) is { } name
        && (
            name.StartsWith("SamlSp.", StringComparison.Ordinal)
            || name.StartsWith("OpenTelemetry", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
        )
        && !name.Contains("Tests", StringComparison.Ordinal);
}
