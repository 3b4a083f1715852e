using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.Settings;

/// <summary>What a test sign-in found, and the way to save what was tried.</summary>
[RequireRole(ConsoleRole.Owner)]
internal sealed class TestModel(IOrganizationDirectory organizations, ITrialSignIns tests) : ConsolePage
{
    /// <summary>The test's ID.</summary>
    [BindProperty(SupportsGet = true, Name = "test")]
    public string? Id { get; set; }

    /// <summary>The revision that the form was opened with.</summary>
    [BindProperty(SupportsGet = true)]
    public int Revision { get; set; }

    /// <summary>The test; null when there is none, or it is a day old.</summary>
    public TrialSignInRecord? Test { get; private set; }

    /// <summary>The organization as it is.</summary>
    public OrganizationEntry? Entry { get; private set; }

    /// <summary>Why it was not saved.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>Whether saving would change the protocol that people sign in by.</summary>
    public bool Switches =>
        Test is { } test && Entry is { } entry && entry.IsInUse && test.Settings.Connection.Protocol != entry.Settings.Connection.Protocol;

    /// <summary>Whether it can be saved now.</summary>
    public bool MaySave => Test is { Result.Accepted: true } test && Entry is { IsDeclared: false } && test.SavableUntil > Now;

    /// <summary>Shows what was found.</summary>
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
            Errors = ["The protocol changes: tick that you know what that means."];
            return Page();
        }

        var result = await tests.SaveAsync(Organization, Test.Id, Revision, Actor, Aborted);
        if (result.Saved)
        {
            Done = "The connection is saved. People sign in by it from now on, on every server within two seconds.";
            return RedirectToPage("/Console/Settings/Index");
        }

        Errors = result.Conflict
            ? ["Somebody else has saved in the meantime. Open the settings again, look at what is there now, and test once more."]
            : result.Errors;
        return Page();
    }

    private async Task LoadAsync()
    {
        Entry = await organizations.FindAsync(Organization, Aborted);
        Test = Id is { Length: > 0 and <= 64 } id ? await tests.FindAsync(Organization, id, Aborted) : null;
    }
}
