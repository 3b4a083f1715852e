using System.Globalization;
using SamlSp.Testing;

namespace SamlSp.Load;

/// <summary>What the command line asks for.</summary>
internal sealed record LoadOptions
{
    public LoadKind Kind { get; init; }

    /// <summary>The server's assembly or program; by default the one that is built.</summary>
    public string Server { get; init; } = "";

    /// <summary>The server that it is held against, as <see cref="Server"/>; null for none.</summary>
    public string? Against { get; init; }

    /// <summary>One window of measuring.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How often each workload gets a window; the best counts.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Connections with one request under way each.</summary>
    public int Connections { get; init; } = 16;

    /// <summary>How many different people sign in.</summary>
    public int People { get; init; } = 2000;

    /// <summary>Answers that a workload has to give before it is measured.</summary>
    public int WarmUpAnswers { get; init; } = 20_000;

    /// <summary>The tables that are wanted: <c>sign-ins</c>, <c>requests</c>, <c>scim</c>; empty wants all.</summary>
    public string Only { get; init; } = "";

    /// <summary>Only systems whose name has this in it; empty means all.</summary>
    public string Match { get; init; } = "";

    /// <summary>A page whose part between the marks <c>load</c> is replaced by the tables; null means none.</summary>
    public string? Update { get; init; }

    /// <summary>The soak's length.</summary>
    public TimeSpan Soak { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The soak's sign-ins a second.</summary>
    public int SoakSignIns { get; init; } = 10;

    /// <summary>The soak's authenticated requests a second.</summary>
    public int SoakRequests { get; init; } = 50;

    /// <summary>The picture of the soak.</summary>
    public string Picture { get; init; } = "";

    /// <summary>A file for the measurements; null writes none.</summary>
    public string? Json { get; init; }

    /// <summary>Whether a table is wanted.</summary>
    public bool Wants(string table) => Only.Length == 0 || Only == table;

    /// <summary>Reads the command line; says what is wrong and gives null.</summary>
    public static LoadOptions? Parse(IReadOnlyList<string> args)
    {
        var options = new LoadOptions();
        for (var i = 0; i < args.Count; i++)
        {
            string Next() => ++i < args.Count ? args[i] : throw new FormatException("needs a value");
            try
            {
                options = args[i] switch
                {
                    "--figures" => options,
                    "--quick" => options with { Window = TimeSpan.FromSeconds(1), Rounds = 1, People = 200, WarmUpAnswers = 300 },
                    "--only" => options with { Only = Next() },
                    "--match" => options with { Match = Next() },
                    "--update" => options with { Update = Path.GetFullPath(Next()) },
                    "--start-up" => options with { Kind = LoadKind.StartUp },
                    "--rows" => options with { Kind = LoadKind.Rows },
                    "--soak" => options with { Kind = LoadKind.Soak, Soak = Duration(Next()) },
                    "--sign-ins" => options with { SoakSignIns = int.Parse(Next(), CultureInfo.InvariantCulture) },
                    "--requests" => options with { SoakRequests = int.Parse(Next(), CultureInfo.InvariantCulture) },
                    "--connections" => options with { Connections = int.Parse(Next(), CultureInfo.InvariantCulture) },
                    "--rounds" => options with { Rounds = int.Parse(Next(), CultureInfo.InvariantCulture) },
                    "--window" => options with { Window = Duration(Next()) },
                    "--server" => options with { Server = Path.GetFullPath(Next()) },
                    "--against" => options with { Against = Path.GetFullPath(Next()) },
                    "--picture" => options with { Picture = Path.GetFullPath(Next()) },
                    "--json" => options with { Json = Path.GetFullPath(Next()) },
                    _ => throw new FormatException("is not an option"),
                };
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                Console.Error.WriteLine($"{args[Math.Min(i, args.Count - 1)]}: {e.Message}");
                return null;
            }
        }

        // A copy outside the repository is given both.
        if (options.Server.Length == 0)
        {
            options = options with
            {
                Server = Path.Combine(Repository.Root, $"src/SamlSp.Server/bin/{Repository.Configuration}/net10.0/SamlSp.Server.dll"),
            };
        }

        if (options.Kind == LoadKind.Soak && options.Picture.Length == 0)
        {
            options = options with { Picture = Path.Combine(Repository.Root, "docs/images/soak.svg") };
        }

        var missing = new[] { options.Server, options.Against }.FirstOrDefault(server => server is not null && !File.Exists(server));
        if (missing is null)
        {
            return options;
        }

        Console.Error.WriteLine($"{missing} is not there: dotnet build -c Release src/SamlSp.Server");
        return null;
    }

    /// <summary><c>90s</c>, <c>60m</c> or <c>1h</c>.</summary>
    private static TimeSpan Duration(string text) =>
        text.Length > 1 && double.TryParse(text[..^1], CultureInfo.InvariantCulture, out var number)
            ? text[^1] switch
            {
                's' => TimeSpan.FromSeconds(number),
                'm' => TimeSpan.FromMinutes(number),
                'h' => TimeSpan.FromHours(number),
                _ => throw new FormatException("is not a duration such as 90s, 60m or 1h"),
            }
            : throw new FormatException("is not a duration such as 90s, 60m or 1h");
}
