using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.History;

/// <summary>One change of settings or of a session policy: the difference, and the way to put it back.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class DetailsModel(
    SettingsHistory history,
    IOrganizationDirectory organizations,
    IOrgUnitDirectory units,
    ITrialSignIns trials,
    IUserLookup userLookup,
    RulesTrial trial
) : ConsolePage
{
    private OrganizationOptions? _restored;

    /// <summary>The number of the change.</summary>
    [BindProperty(SupportsGet = true)]
    public string Number { get; set; } = "";

    /// <summary>The revision of the settings that the page was opened with.</summary>
    [BindProperty]
    public int Revision { get; set; }

    /// <summary>The change; null if this organization has none with that number.</summary>
    public SettingsHistoryEntry? Entry { get; private set; }

    /// <summary>The name of the user who made it.</summary>
    public string By { get; private set; } = "";

    /// <summary>What was changed.</summary>
    public IReadOnlyList<SettingChange> Changes { get; private set; } = [];

    /// <summary>What putting it back would change now.</summary>
    public IReadOnlyList<SettingChange> PutBack { get; private set; } = [];

    /// <summary>The users for whom putting it back would change something; null for a policy.</summary>
    public RulesTrialResult? Trial { get; private set; }

    /// <summary>The effect of putting a policy back; null for settings.</summary>
    public PolicyEffect? Effect { get; private set; }

    /// <summary>Whether it is put back by a trial sign-in.</summary>
    public bool MustBeTried { get; private set; }

    /// <summary>Whether it is changed in the server's configuration only.</summary>
    public bool IsDeclared { get; private set; }

    /// <summary>Why it was not put back.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>Whether the caller may put it back.</summary>
    public bool MayPutBack => !IsDeclared && (Entry is { Kind: SettingsHistoryKind.Policy } ? Administers : Owns);

    internal override bool FormsLeadOnward => true;

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync() => await LoadAsync() ? Page() : NotFoundPage();

    /// <summary>Puts the values back. Policies by administrators, settings by owners.</summary>
    /// <param name="confirmed">The answer to the question about users who would be refused, renamed or moved.</param>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostPutBackAsync(string? confirmed)
    {
        var revision = Revision;
        if (!await LoadAsync())
        {
            return NotFoundPage();
        }

        if (!MayPutBack)
        {
            return Forbid(SamlSpDefaults.SessionScheme);
        }

        if (Entry!.Kind == SettingsHistoryKind.Policy)
        {
            return await PutPolicyBackAsync();
        }

        if (_restored is null || MustBeTried || !Trial!.IsConfirmed(confirmed))
        {
            return Page();
        }

        var result = await organizations.SaveAsync(Organization, _restored, revision, Actor, Aborted);
        if (result.Saved)
        {
            Done = $"Put back. The settings apply on every server within two seconds. {Trial.Summary}";
            return RedirectToPage("/Console/History/Index");
        }

        Errors = result.Conflict
            ? ["another user has saved in the meantime. Open the page again and check the difference."]
            : result.Errors;
        return Page();
    }

    /// <summary>Starts a trial sign-in with the connection as it was. It is saved after that.</summary>
    [RequireRole(ConsoleRole.Owner)]
    public async Task<IActionResult> OnPostTestAsync()
    {
        if (!await LoadAsync())
        {
            return NotFoundPage();
        }

        if (_restored is null || !MayPutBack)
        {
            return Page();
        }

        var start = await trials.StartAsync(
            Organization,
            _restored,
            Session,
            Url.Page("/Console/Settings/Test", new { Revision })!,
            Aborted
        );
        if (start.Started)
        {
            return LocalRedirect(Request.PathBase + start.Url);
        }

        Errors = start.Errors;
        return Page();
    }

    private async Task<IActionResult> PutPolicyBackAsync()
    {
        var (path, policy) = (Entry!.Subject, PolicyJson.Read(Entry.Before));
        if (await units.FindAsync(Organization, path, Aborted) is null)
        {
            await units.CreateAsync(Organization, path, description: null, Actor, Aborted);
        }

        var change = await units.SetPolicyAsync(Organization, path, policy, Actor, Aborted);
        if (change == OrgUnitChange.Done)
        {
            Done = $"Put back. The policy of {path} applies on every server within two seconds.";
        }
        else
        {
            Failed = OrgUnitDisplayText.From(change);
        }

        return RedirectToPage("/Console/History/Index");
    }

    private async Task<bool> LoadAsync()
    {
        Entry = long.TryParse(Number, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await history.FindAsync(Organization, number, Aborted)
            : null;
        if (Entry is not { } entry)
        {
            return false;
        }

        Changes = SettingsDifference.Between(entry.Before, entry.After);
        By = AuditDisplayText.Name(await userLookup.NamesAsync(Organization, [entry.Actor], Aborted), entry.Actor);
        await (entry.Kind == SettingsHistoryKind.Policy ? LoadPolicyAsync(entry) : LoadSettingsAsync(entry));
        return true;
    }

    private async Task LoadPolicyAsync(SettingsHistoryEntry entry)
    {
        var unit = await units.FindAsync(Organization, entry.Subject, Aborted);
        IsDeclared = unit is { Source: OrgUnitSource.Declared };
        PutBack = SettingsDifference.Between(PolicyJson.Write(unit?.OwnPolicy) is { } now ? JsonNode.Parse(now) : null, entry.Before);
        if (PutBack.Count > 0 && !IsDeclared)
        {
            Effect = await units.PreviewPolicyAsync(Organization, entry.Subject, PolicyJson.Read(entry.Before), Aborted);
        }
    }

    private async Task LoadSettingsAsync(SettingsHistoryEntry entry)
    {
        var organization = await organizations.FindAsync(Organization, Aborted);
        IsDeclared = organization is null or { IsDeclared: true };
        if (organization is null || IsDeclared || entry.Before is null)
        {
            return;
        }

        var settings = organization.Settings;
        var restored = OrganizationSettings.Undo(settings, entry.Before, entry.After);
        PutBack = SettingsDifference.Between(OrganizationSettings.ToJson(settings), OrganizationSettings.ToJson(restored));
        if (PutBack.Count == 0)
        {
            return;
        }

        (_restored, Revision) = (restored, organization.Revision);
        MustBeTried = OrganizationDirectory.MustBeTried(settings, restored);
        if (MayPutBack && !MustBeTried)
        {
            Trial = await trial.RunAsync(Organization, Session.UserId, settings, restored, Aborted);
        }
    }
}
