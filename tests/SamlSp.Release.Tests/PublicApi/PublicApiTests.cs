using System.Reflection;
using SamlSp.Testing;

namespace SamlSp.Release.Tests;

/// <summary>
/// What the packages offer is written down in <c>src/*/PublicApi.txt</c>, so that a change of it is seen in a review.
/// To write the files anew: <c>SAMLSP_UPDATE_PUBLIC_API=1 dotnet test tests/SamlSp.Release.Tests --filter PublicApi</c>.
/// </summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Packages =>
        [
            .. System
                .IO.Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
                .Select(project => Path.GetFileNameWithoutExtension(project))
                .Where(name => name is not ("SamlSp.Server" or "SamlSp.Tool"))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Packages))]
    public void PublicApi_EachPackage_MatchesItsFile(string package)
    {
        var file = Path.Combine(Repository.Root, "src", package, "PublicApi.txt");
        var offered = ApiText.Of(Assembly.Load(package));
        if (Environment.GetEnvironmentVariable("SAMLSP_UPDATE_PUBLIC_API") == "1")
        {
            File.WriteAllText(file, offered);
        }

        var written = File.Exists(file) ? File.ReadAllText(file) : "";
        var (before, now) = (Lines(written), Lines(offered));
        Assert.True(
            written == offered,
            $"{package} offers something else than PublicApi.txt says. If that is meant: SAMLSP_UPDATE_PUBLIC_API=1 dotnet test tests/SamlSp.Release.Tests --filter PublicApi\n"
                + string.Join(
                    '\n',
                    before
                        .Except(now, StringComparer.Ordinal)
                        .Select(l => "- " + l)
                        .Concat(now.Except(before, StringComparer.Ordinal).Select(l => "+ " + l))
                        .Take(40)
                )
        );
    }

    /// <summary>Each member with its type, so that a line says where it belongs.</summary>
    private static List<string> Lines(string text)
    {
        var type = "";
        var lines = new List<string>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!line.StartsWith(' '))
            {
                type = line;
            }

            lines.Add(line.StartsWith(' ') ? $"{type} |{line}" : line);
        }

        return lines;
    }
}
