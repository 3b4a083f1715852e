using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.Settings;

/// <summary>How the organization's users sign in, and the settings that apply to all of them.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class IndexModel(
    IOrganizationDirectory organizations,
    IOrganizationRegistry registry,
    SamlSpSchemes schemes,
    GraphStatus graph,
    RulesTrial trial
) : ConsolePage
{
    private static readonly string[] FieldSettings = ["DisplayName", "Domains", "PrimaryDomain", "TenantDomain", "Terms:Url"];

    /// <summary>The organization; null if it no longer exists.</summary>
    public OrganizationEntry? Entry { get; private set; }

    /// <summary>The issuer of the identity provider.</summary>
    public string? Issuer =>
        registry.TryGet(Organization, out var organization) && organization.Issuer.Length > 0 ? organization.Issuer : null;

    /// <summary>Where the organization's users sign in.</summary>
    public string SignInUrl => ServiceValues.From(schemes.Default.Options, Organization).SignOnUrl;

    /// <summary>What Microsoft Graph is asked for, and how that goes.</summary>
    public string GraphText => GraphDisplayText.Describe(Entry?.Settings.Connection.Graph, graph.Of(Organization), Now);

    /// <summary>What the form says.</summary>
    [BindProperty]
    public GeneralDraft Draft { get; set; } = new();

    /// <summary>Whether the connection was saved just now, after a trial sign-in.</summary>
    [TempData]
    public bool Linked { get; set; }

    /// <summary>The errors in the form.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>The errors that belong to no field of the form.</summary>
    public IEnumerable<string> Others => Errors.Where(error => !Array.Exists(FieldSettings, setting => IsOf(setting, error)));

    /// <summary>The users for whom saving would change something; null unless that has to be confirmed.</summary>
    public RulesTrialResult? Question { get; private set; }

    /// <summary>Whether the caller can change it here.</summary>
    public bool MayChange => Owns && Entry is { IsDeclared: false };

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        Entry = await organizations.FindAsync(Organization, Aborted);
        if (Entry is not null)
        {
            Draft = GeneralDraft.From(Entry.Settings, Entry.Revision);
        }
    }

    /// <summary>Shows the form again as it was sent. Nothing is saved.</summary>
    [RequireRole(ConsoleRole.Owner)]
    public async Task<IActionResult> OnPostEditAsync()
    {
        Entry = await organizations.FindAsync(Organization, Aborted);
        return Page();
    }

    /// <summary>
    /// Saves the settings. The domains are input to the rules: what refuses, renames or moves users of the sample has to be confirmed.
    /// </summary>
    /// <param name="confirmed">The answer to the question; null before it was asked.</param>
    [RequireRole(ConsoleRole.Owner)]
    public async Task<IActionResult> OnPostSaveAsync(string? confirmed)
    {
        Entry = await organizations.FindAsync(Organization, Aborted);
        if (Entry is null || Entry.IsDeclared)
        {
            return RedirectToPage();
        }

        var settings = Entry.Settings;
        Draft.ApplyTo(settings);
        var before = (await organizations.FindAsync(Organization, Aborted))!.Settings;
        var tried = await trial.RunAsync(Organization, Session.UserId, before, settings, Aborted);
        if (!tried.IsConfirmed(confirmed))
        {
            Question = tried;
            return Page();
        }

        var result = await organizations.SaveAsync(Organization, settings, Draft.Revision, Actor, Aborted);
        if (result.Saved)
        {
            Done = "Saved. The settings apply on every server within two seconds.";
            return RedirectToPage();
        }

        Errors = result.Conflict
            ? ["Name: the settings were changed since this form was opened: open the page again and repeat your change"]
            : result.Errors;
        return Page();
    }

    /// <summary>The errors of a setting, without its path.</summary>
    public string ErrorsOf(string setting) =>
        string.Join(
            "; ",
            Errors.Where(error => IsOf(setting, error)).Select(error => error[(error.IndexOf(": ", StringComparison.Ordinal) + 2)..])
        );

    private static bool IsOf(string setting, string error) => error.StartsWith(setting + ":", StringComparison.Ordinal);
}
