using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.Units;

/// <summary>One org unit and its policy, with a preview of whom a change affects.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class DetailsModel(IOrgUnitDirectory units, ISessionDirectory sessions) : ConsolePage
{
    /// <summary>The unit's path.</summary>
    [BindProperty(SupportsGet = true, Name = "path")]
    public string UnitPath { get; set; } = "/";

    /// <summary>The choice: <c>inherit</c>, <c>never</c>, <c>after</c>.</summary>
    [BindProperty]
    public string Choice { get; set; } = "inherit";

    /// <summary>The number of hours.</summary>
    [BindProperty]
    public int? Hours { get; set; }

    /// <summary>The method.</summary>
    [BindProperty]
    public ReauthenticationMethod Method { get; set; }

    /// <summary>The unit; null if there is none.</summary>
    public OrgUnit? Unit { get; private set; }

    /// <summary>The effect of the change; null before the preview.</summary>
    public PolicyEffect? Effect { get; private set; }

    /// <summary>Live sessions in the unit and below.</summary>
    public int LiveSessions { get; private set; }

    /// <summary>Whether the unit can be changed by the caller, here.</summary>
    public bool MayChange => Administers && Unit is { Source: not OrgUnitSource.Declared };

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (!await LoadAsync())
        {
            return NotFoundPage();
        }

        var own = Unit!.OwnPolicy;
        Choice =
            own is null ? "inherit"
            : own.Reauthentication == Reauthentication.NotRequired ? "never"
            : "after";
        Hours = (int)(own?.Frequency ?? Unit.Policy.Frequency).TotalHours;
        Method = own?.Method ?? Unit.Policy.Method;
        return Page();
    }

    /// <summary>Shows whom a policy would affect. Nothing is changed.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostPreviewAsync()
    {
        if (!await LoadAsync())
        {
            return NotFoundPage();
        }

        Effect = await units.PreviewPolicyAsync(Organization, UnitPath, Policy(), Aborted);
        if (Effect is null)
        {
            ModelState.AddModelError(nameof(Hours), "Enter a number of hours from 1 to 24.");
        }

        return Page();
    }

    /// <summary>Sets the policy.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostSaveAsync()
    {
        if (!await LoadAsync())
        {
            return NotFoundPage();
        }

        return Report(
            await units.SetPolicyAsync(Organization, UnitPath, Policy(), Actor, Aborted),
            "The policy is set. It applies on every server within two seconds. "
                + "Sessions became shorter where it is stricter. None became longer."
        );
    }

    /// <summary>Sets the description.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostDescribeAsync(string? description)
    {
        if (!await LoadAsync())
        {
            return NotFoundPage();
        }

        return Report(await units.DescribeAsync(Organization, UnitPath, description, Actor, Aborted), "The description is saved.");
    }

    /// <summary>Removes the unit.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostDeleteAsync()
    {
        if (!await LoadAsync())
        {
            return NotFoundPage();
        }

        var change = await units.DeleteAsync(Organization, UnitPath, Actor, Aborted);
        if (change != OrgUnitChange.Done)
        {
            return Report(change, "");
        }

        Done = $"Removed {UnitPath}.";
        return RedirectToPage("/Console/Units/Index");
    }

    private SessionPolicyOptions? Policy() =>
        Choice switch
        {
            "never" => new() { Reauthentication = Reauthentication.NotRequired },
            "after" => new()
            {
                Reauthentication = Reauthentication.Required,
                Frequency = TimeSpan.FromHours(Math.Clamp(Hours ?? 0, 0, 1000)),
                Method = Method,
            },
            _ => null,
        };

    private RedirectToPageResult Report(OrgUnitChange change, string done)
    {
        if (change == OrgUnitChange.Done)
        {
            Done = done;
        }
        else
        {
            Failed = OrgUnitDisplayText.From(change);
        }

        return RedirectToPage(new { path = UnitPath });
    }

    private async Task<bool> LoadAsync()
    {
        Unit = await units.FindAsync(Organization, UnitPath, Aborted);
        if (Unit is null)
        {
            return false;
        }

        LiveSessions = await sessions.CountOfUnitAsync(Organization, UnitPath, Aborted);
        return true;
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult NotFoundPage()
    {
        Response.StatusCode = 404;
        return Page();
    }
}
