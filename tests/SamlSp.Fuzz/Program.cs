using System.Globalization;
using SamlSp.Fuzz;

// dotnet run -c Release --project tests/SamlSp.Fuzz -- [--seed S] [--from I] [--count N] [--seconds T] [--target NAME] [--findings FOLDER]
// [--input FILE] An iteration follows from seed, number and target: a finding is made again by --seed S --from I --count 1. With --input,
// FILE is judged by --target.
var options = new FuzzOptions { Folder = "fuzz-findings" };
string? file = null;
for (var i = 0; i + 1 < args.Length; i += 2)
{
    var value = args[i + 1];
    switch (args[i])
    {
        case "--seed":
            options = options with { Seed = ulong.Parse(value, CultureInfo.InvariantCulture) };
            break;
        case "--from":
            options = options with { From = long.Parse(value, CultureInfo.InvariantCulture) };
            break;
        case "--count":
            options = options with { Count = long.Parse(value, CultureInfo.InvariantCulture) };
            break;
        case "--seconds":
            options = options with { Time = TimeSpan.FromSeconds(double.Parse(value, CultureInfo.InvariantCulture)) };
            break;
        case "--target":
            options = options with { Target = value };
            break;
        case "--findings":
            options = options with { Folder = value };
            break;
        case "--input":
            file = value;
            break;
        default:
            return Usage();
    }
}

var targets = Fuzzer.AllTargets();
if (
    args.Length % 2 != 0
    || (options.Target is { } name && targets.All(target => target.Target.Name != name))
    || (file is not null && options.Target is null)
)
{
    return Usage();
}

if (file is not null)
{
    var complaint = Fuzzer.Examine(
        targets.First(target => target.Target.Name == options.Target).Target,
        File.ReadAllBytes(file),
        out var verdict
    );
    Console.WriteLine(complaint ?? verdict);
    return complaint is null ? 0 : 1;
}

if (options is { Count: null, Time: null })
{
    options = options with { Time = TimeSpan.FromMinutes(1) };
}

var fuzzer = new Fuzzer(options, targets);
fuzzer.Run(Console.WriteLine);
foreach (var (verdict, count) in fuzzer.Verdicts)
{
    Console.WriteLine($"  {verdict, -46} {count, 12:N0}");
}

foreach (var finding in fuzzer.Findings)
{
    Console.WriteLine($"{finding.Target}, iteration {finding.Iteration}, {finding.Input.Length} bytes: {finding.What}");
    Console.WriteLine(
        $"  again: dotnet run -c Release --project tests/SamlSp.Fuzz -- --seed {options.Seed} --from {finding.Iteration} --count 1{(options.Target is null ? "" : " --target " + options.Target)}"
    );
}

return fuzzer.Findings.Count == 0 ? 0 : 1;

static int Usage()
{
    Console.Error.WriteLine("Options: --seed S --from I --count N --seconds T --target NAME --findings FOLDER --input FILE");
    return 2;
}
