using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.Settings;

/// <summary>How the organization's people sign in, and what holds for all of them.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class IndexModel(IOrganizationDirectory organizations, IOrganizationRegistry registry) : ConsolePage
{
    private static readonly string[] AtFields = ["Domains", "PrimaryDomain", "TenantDomain", "Terms:Url"];

    /// <summary>The organization; null when it is not there any more.</summary>
    public OrganizationEntry? Entry { get; private set; }

    /// <summary>Who answers for the organization's people.</summary>
    public string? Issuer =>
        registry.TryGet(Organization, out var organization) && organization.Issuer.Length > 0 ? organization.Issuer : null;

    /// <summary>What the form says.</summary>
    [BindProperty]
    public GeneralDraft Draft { get; set; } = new();

    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>Of that, what stands at no field.</summary>
    public IEnumerable<string> Others => Errors.Where(error => !Array.Exists(AtFields, setting => IsOf(setting, error)));

    /// <summary>Whether the caller can change it here.</summary>
    public bool MayChange => Owns && Entry is { IsDeclared: false };

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        Entry = await organizations.FindAsync(Organization, Aborted);
        if (Entry is not null)
        {
            Draft = GeneralDraft.Of(Entry.Settings, Entry.Revision);
        }
    }

    /// <summary>Saves what holds for all.</summary>
    [RequireRole(ConsoleRole.Owner)]
    public async Task<IActionResult> OnPostSaveAsync()
    {
        Entry = await organizations.FindAsync(Organization, Aborted);
        if (Entry is null || Entry.IsDeclared)
        {
            return RedirectToPage();
        }

        var settings = Entry.Settings;
        Draft.ApplyTo(settings);
        var result = await organizations.SaveAsync(Organization, settings, Draft.Revision, Actor, Aborted);
        if (result.Saved)
        {
            Done = "Saved. It holds on every server within two seconds.";
            return RedirectToPage();
        }

        Errors = result.Conflict
            ? ["Somebody else has saved in the meantime. Open the page again to see what there is now."]
            : result.Errors;
        return Page();
    }

    /// <summary>What is wrong with a setting, without its path.</summary>
    public string Of(string setting) =>
        string.Join(
            "; ",
            Errors.Where(error => IsOf(setting, error)).Select(error => error[(error.IndexOf(": ", StringComparison.Ordinal) + 2)..])
        );

    private static bool IsOf(string setting, string error) => error.StartsWith(setting + ":", StringComparison.Ordinal);
}
