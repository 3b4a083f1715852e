using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.Units;

/// <summary>One org unit: its description and its policy in one form, with a preview of whom the form affects.</summary>
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

    /// <summary>The description.</summary>
    [BindProperty]
    public string? Description { get; set; }

    /// <summary>The unit; null if there is none.</summary>
    public OrgUnit? Unit { get; private set; }

    /// <summary>The effect of what is in the form; null where it was not asked for, or the form has a mistake.</summary>
    public PolicyEffect? Effect { get; private set; }

    /// <summary>Whether saving ends sessions or makes them shorter, and so has to be confirmed.</summary>
    public bool Asks { get; private set; }

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
        Description = Unit.Description;
        return Page();
    }

    /// <summary>Shows whom the form would affect. Nothing is changed.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostPreviewAsync()
    {
        if (!await LoadAsync())
        {
            return NotFoundPage();
        }

        await PreviewAsync();
        return Request.Headers["X-Live"].Count > 0 ? Partial("_Effect", this) : Page();
    }

    /// <summary>Saves the form. What ends sessions or makes them shorter has to be confirmed.</summary>
    /// <param name="confirmed">Whether the effect was shown and accepted.</param>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostSaveAsync(bool confirmed)
    {
        if (!await LoadAsync())
        {
            return NotFoundPage();
        }

        // (1) The effect of the policy is asked about before anything is written.
        await PreviewAsync();
        if (MayChange && Effect is null)
        {
            return Page();
        }

        if (Effect is { SessionsShortened: > 0 } && !confirmed)
        {
            Asks = true;
            return Page();
        }

        // (2) The description, and the policy.
        var described = await units.DescribeAsync(Organization, UnitPath, Description, Actor, Aborted);
        var set = described is OrgUnitChange.Done or OrgUnitChange.Unchanged
            ? await units.SetPolicyAsync(Organization, UnitPath, Policy(), Actor, Aborted)
            : described;
        return (described, set) switch
        {
            (_, OrgUnitChange.Done) => Report(
                OrgUnitChange.Done,
                "Saved. The policy applies on every server within two seconds. "
                    + "Sessions became shorter where it is stricter. None became longer."
            ),
            (OrgUnitChange.Done, OrgUnitChange.Unchanged) => Report(OrgUnitChange.Done, "The description is saved."),
            _ => Report(set, ""),
        };
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

    private async Task PreviewAsync()
    {
        Effect = await units.PreviewPolicyAsync(Organization, UnitPath, Policy(), Aborted);
        if (Effect is null)
        {
            ModelState.AddModelError(nameof(Hours), "Enter a number of hours from 1 to 24.");
        }
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
}
