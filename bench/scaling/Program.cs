using System.Globalization;
using System.Text.Json;
using SamlSp.Scaling;

// dotnet run --project bench/scaling the tables of docs/scaling.md, from bench/scaling/inputs.json and assumptions.json
// dotnet run --project bench/scaling -- --update FILE        writes them into the file as well, between its marks
// --inputs FILE, --assumptions FILE                          others
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var named = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "", StringComparer.Ordinal);
var home = Path.Combine(AppContext.BaseDirectory, "../../..");
var inputs = Read<Inputs>(named.GetValueOrDefault("--inputs") ?? Path.Combine(home, "inputs.json"));
var assumptions = Read<Assumptions>(named.GetValueOrDefault("--assumptions") ?? Path.Combine(home, "assumptions.json"));
var text = TwoNodes.Describe(inputs) + "\n" + Fleet.Describe(inputs, assumptions);
Console.Write(text);
if (named.GetValueOrDefault("--update") is { } file)
{
    const string From = "<!-- model -->\n";
    const string To = "<!-- /model -->";
    var page = File.ReadAllText(file);
    var (start, end) = (page.IndexOf(From, StringComparison.Ordinal) + From.Length, page.IndexOf(To, StringComparison.Ordinal));
    File.WriteAllText(file, page[..start] + text + page[end..]);
}

return 0;

static T Read<T>(string path) =>
    JsonSerializer.Deserialize<T>(File.ReadAllText(path), JsonSerializerOptions.Web) ?? throw new InvalidDataException(path + " is empty.");
