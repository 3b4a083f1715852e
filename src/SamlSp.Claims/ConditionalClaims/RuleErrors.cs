namespace SamlSp.Claims;

/// <summary>Collects mistakes in rules, each with the place where it was found.</summary>
internal sealed class RuleErrors
{
    private readonly string _path;
    private readonly List<string> _lines;

    public RuleErrors()
        : this("", []) { }

    private RuleErrors(string path, List<string> lines) => (_path, _lines) = (path, lines);

    public IReadOnlyList<string> Lines => _lines;

    public RuleErrors At(string place) => new(_path.Length == 0 ? place : $"{_path}:{place}", _lines);

    public void Add(string setting, string message) => _lines.Add($"{(_path.Length == 0 ? setting : $"{_path}:{setting}")}: {message}");

    /// <summary>Takes over lines that already name their place.</summary>
    public void AddAll(string place, IEnumerable<string> lines) =>
        _lines.AddRange(lines.Select(line => $"{(_path.Length == 0 ? place : $"{_path}:{place}")}:{line}"));
}
