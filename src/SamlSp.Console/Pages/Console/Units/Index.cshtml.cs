using Microsoft.AspNetCore.Mvc;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.Units;

/// <summary>The org units as a tree, each with the policy in force and where it comes from.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class IndexModel(IOrgUnitDirectory units) : ConsolePage
{
    /// <summary>The units, by path.</summary>
    public IReadOnlyList<OrgUnit> Units { get; private set; } = [];

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync() => Units = await units.ListAsync(Organization, Aborted);

    /// <summary>A unit that would be created together with missing ones above it; null unless that is asked.</summary>
    public (string Path, string? Description, IReadOnlyList<string> Above)? Question { get; private set; }

    /// <summary>Creates a unit. Missing ones above it are created after a question: the path may have a typing mistake.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostCreateAsync(string? path, string? description, bool confirmed)
    {
        Units = await units.ListAsync(Organization, Aborted);
        var wanted = path?.Trim() ?? "";
        if (!confirmed && OrgUnitPath.IsValid(wanted) && MissingAbove(wanted) is { Count: > 0 } missing)
        {
            Question = (wanted, description, missing);
            return Page();
        }

        var change = await units.CreateAsync(Organization, wanted, description, Actor, Aborted);
        if (change == OrgUnitChange.Done)
        {
            Done = $"Created {path!.Trim()}. It inherits the policy of the unit above until you set one.";
        }
        else
        {
            Failed = OrgUnitDisplayText.From(change);
        }

        return RedirectToPage();
    }

    private List<string> MissingAbove(string path)
    {
        var missing = new List<string>();
        for (var above = OrgUnitPath.Above(path); above is not null; above = OrgUnitPath.Above(above))
        {
            if (!Units.Any(unit => string.Equals(unit.Path, above, StringComparison.OrdinalIgnoreCase)))
            {
                missing.Insert(0, above);
            }
        }

        return missing;
    }

    /// <summary>How deep a unit is: 0 for <c>/</c>.</summary>
    internal static int Depth(OrgUnit unit) => unit.Path == "/" ? 0 : Math.Min(unit.Path.Count(c => c == '/'), 6);
}
