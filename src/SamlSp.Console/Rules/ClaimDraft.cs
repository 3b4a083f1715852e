using SamlSp.Claims;

namespace SamlSp.Console;

/// <summary>A claim with its rows in the form.</summary>
internal sealed class ClaimDraft
{
    /// <summary>The claim's name; null for the NameID.</summary>
    public string? Name { get; set; }

    /// <summary>The rows, in the portal's order.</summary>
    public List<RowDraft> Rows { get; set; } = [];

    internal static ClaimDraft From(string? name, IEnumerable<ClaimCondition> rows) =>
        new() { Name = name, Rows = [.. rows.Select(RowDraft.From)] };

    internal List<ClaimCondition> ToRules() => Rows.ConvertAll(row => row.ToRule());
}
