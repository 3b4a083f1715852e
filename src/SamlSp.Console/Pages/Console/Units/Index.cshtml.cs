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

    /// <summary>Creates a unit, and the missing ones above it.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostCreateAsync(string? path, string? description)
    {
        var change = await units.CreateAsync(Organization, path?.Trim() ?? "", description, Actor, Aborted);
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

    /// <summary>How deep a unit is: 0 for <c>/</c>.</summary>
    internal static int Depth(OrgUnit unit) => unit.Path == "/" ? 0 : Math.Min(unit.Path.Count(c => c == '/'), 6);
}
