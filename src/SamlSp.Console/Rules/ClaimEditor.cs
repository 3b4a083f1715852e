using System.Globalization;

namespace SamlSp.Console;

/// <summary>One claim on the page: its rows, and the mistakes that belong to them.</summary>
/// <param name="Draft">What is in the form.</param>
/// <param name="Number">The claim's number; <see cref="RulesEdit.NameId"/> for the NameID.</param>
/// <param name="Errors">All mistakes, each with its key's path.</param>
internal sealed record ClaimEditor(ClaimDraft Draft, int Number, IReadOnlyList<string> Errors)
{
    /// <summary>What the names of the claim's fields begin with.</summary>
    public string Field =>
        Number == RulesEdit.NameId ? "Draft.NameId" : string.Create(CultureInfo.InvariantCulture, $"Draft.Claims[{Number}]");

    /// <summary>What the IDs of the claim's elements begin with.</summary>
    public string Id => Number == RulesEdit.NameId ? "nameid" : string.Create(CultureInfo.InvariantCulture, $"claim-{Number}");

    /// <summary>The claim's key in the settings.</summary>
    public string Key => Number == RulesEdit.NameId ? "NameId" : string.Create(CultureInfo.InvariantCulture, $"Claims:{Number}");

    /// <summary>The mistakes of a row.</summary>
    public IEnumerable<string> Of(int row) =>
        Errors.Where(error =>
            error.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{Key}:Conditions:{row}:"), StringComparison.Ordinal)
        );

    /// <summary>The mistakes of the claim that are no row's.</summary>
    public IEnumerable<string> Own() =>
        Errors.Where(error =>
            error.StartsWith(Key + ":", StringComparison.Ordinal)
            && !Enumerable.Range(0, Draft.Rows.Count).Any(row => Of(row).Contains(error))
        );
}
