using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.Settings;

/// <summary>The result of a trial sign-in, and the way to save the settings that were tried.</summary>
[RequireRole(ConsoleRole.Owner)]
internal sealed class TestModel(IOrganizationDirectory organizations, ITrialSignIns trials) : ConsolePage
{
    /// <summary>The ID of the trial sign-in.</summary>
    [BindProperty(SupportsGet = true, Name = "test")]
    public string? Id { get; set; }

    /// <summary>The revision that the form was opened with.</summary>
    [BindProperty(SupportsGet = true)]
    public int Revision { get; set; }

    /// <summary>The trial sign-in; null if there is none, or it is more than a day old.</summary>
    public TrialSignInRecord? Test { get; private set; }

    /// <summary>The organization with its saved settings.</summary>
    public OrganizationEntry? Entry { get; private set; }

    /// <summary>Why it was not saved.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>Whether saving would change the protocol that users sign in with.</summary>
    public bool Switches =>
        Test is { } test && Entry is { } entry && entry.IsInUse && test.Settings.Connection.Protocol != entry.Settings.Connection.Protocol;

    /// <summary>Whether it can be saved now.</summary>
    public bool MaySave => Test is { Result.Accepted: true } test && Entry is { IsDeclared: false } && test.SavableUntil > Now;

    /// <summary>Shows the result.</summary>
    public async Task OnGetAsync() => await LoadAsync();

    /// <summary>Saves the settings exactly as they were tried.</summary>
    [RequireRole(ConsoleRole.Owner)]
    public async Task<IActionResult> OnPostSaveAsync(bool sure)
    {
        await LoadAsync();
        if (Test is null || Entry is null)
        {
            return Page();
        }

        if (Switches && !sure)
        {
            Errors = ["Connection: the protocol changes: confirm that you understand this"];
            return Page();
        }

        var result = await trials.SaveAsync(Organization, Test.Id, Revision, Actor, Aborted);
        if (result.Saved)
        {
            Done = "The connection is saved. Users sign in with it on every server within two seconds.";
            TempData[nameof(IndexModel.Linked)] = true;
            return RedirectToPage("/Console/Settings/Index");
        }

        Errors = result.Conflict
            ?
            [
                "Connection: it was changed since this form was opened. Open the connection again, check the changes, and run the test"
                    + " again.",
            ]
            : result.Errors;
        return Page();
    }

    internal static string OwnerText(TrialSignInResult result) =>
        result.Roles.Contains(ConsoleRoles.Owner, StringComparer.OrdinalIgnoreCase)
            ? "is an owner with these settings, and can change them later."
            : "becomes an owner when you save, so that someone can change the settings later.";

    internal static string EndText(TrialSignInResult result) =>
        (result.SessionEndsBy is { } cause ? DisplayText.From(cause) : "")
        + (result.Frequency is { } every && result.PolicyFrom is { } from ? $": {DisplayText.Span(every)}, from {from}" : "");

    private async Task LoadAsync()
    {
        Entry = await organizations.FindAsync(Organization, Aborted);
        Test = Id is { Length: > 0 and <= 64 } id ? await trials.FindAsync(Organization, id, Aborted) : null;
    }
}
