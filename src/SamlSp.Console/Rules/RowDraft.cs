using SamlSp.Claims;

namespace SamlSp.Console;

/// <summary>A row of a claim in the form.</summary>
internal sealed class RowDraft
{
    private static readonly char[] Separators = [' ', ',', ';', '\r', '\n', '\t'];

    public string UserType { get; set; } = "any";

    /// <summary>Object IDs of groups, separated by white space or commas.</summary>
    public string? MemberOf { get; set; }

    public string Source { get; set; } = "attribute";

    public string? Attribute { get; set; }

    public bool MultiValued { get; set; }

    public StepDraft First { get; set; } = new();

    public StepDraft Second { get; set; } = new();

    internal static RowDraft From(ClaimCondition row) =>
        new()
        {
            UserType = row.UserType,
            MemberOf = row.MemberOf is { Count: > 0 } groups ? string.Join("\n", groups) : null,
            Source = row.Source?.ToLowerInvariant() ?? "",
            Attribute = row.Attribute,
            MultiValued = row.MultiValued || row.Transformations?.Any(step => step?.MultiValued == true) == true,
            First = StepDraft.From(row.Transformations?.ElementAtOrDefault(0)),
            Second = StepDraft.From(row.Transformations?.ElementAtOrDefault(1)),
        };

    internal ClaimCondition ToRule() =>
        new()
        {
            UserType = UserType,
            MemberOf = Split(MemberOf),
            Source = Source,
            Attribute = Attribute,
            MultiValued = MultiValued,
            Transformations =
                Source != "transformation" ? []
                : string.IsNullOrEmpty(Second.Function) ? [First.ToRule(first: true)]
                : [First.ToRule(first: true), Second.ToRule(first: false)],
        };

    internal static string[] Split(string? text) => (text ?? "").Split(Separators, StringSplitOptions.RemoveEmptyEntries);
}
