using System.Globalization;

namespace SamlSp.Console;

/// <summary>One claim on the page: its rows, and their errors.</summary>
/// <param name="Draft">The values in the form.</param>
/// <param name="Number">The claim's number; <see cref="RulesEdit.NameId"/> for the NameID.</param>
/// <param name="Errors">All errors, each with its key's path.</param>
internal sealed record ClaimEditor(ClaimDraft Draft, int Number, IReadOnlyList<string> Errors)
{
    /// <summary>The prefix of the names of the claim's fields.</summary>
    public string Field =>
        Number == RulesEdit.NameId ? "Draft.NameId" : string.Create(CultureInfo.InvariantCulture, $"Draft.Claims[{Number}]");

    /// <summary>The prefix of the IDs of the claim's elements.</summary>
    public string Id => Number == RulesEdit.NameId ? "nameid" : string.Create(CultureInfo.InvariantCulture, $"claim-{Number}");

    /// <summary>The claim's key in the settings.</summary>
    public string Key => Number == RulesEdit.NameId ? "NameId" : string.Create(CultureInfo.InvariantCulture, $"Claims:{Number}");

    /// <summary>The errors of a row.</summary>
    public IEnumerable<string> RowErrors(int row) =>
        Errors.Where(error =>
            error.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{Key}:Conditions:{row}:"), StringComparison.Ordinal)
        );

    /// <summary>The errors of the claim that belong to no row.</summary>
    public IEnumerable<string> ClaimErrors() =>
        Errors.Where(error =>
            error.StartsWith(Key + ":", StringComparison.Ordinal)
            && !Enumerable.Range(0, Draft.Rows.Count).Any(row => RowErrors(row).Contains(error))
        );
}
