using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console;

/// <summary>Provisioning by SCIM: its address, its secrets, what it did lately.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class ProvisioningModel(IProvisioningTokens tokens, IAuditTrail trail, IUserLookup people, SamlSpSchemes schemes)
    : ConsolePage
{
    private const int Shown = 25;

    /// <summary>The secrets, without what they are.</summary>
    public IReadOnlyList<ProvisioningCredential> Secrets { get; private set; } = [];

    /// <summary>What provisioning did lately.</summary>
    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    /// <summary>What people are called.</summary>
    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();

    /// <summary>A secret that was made by this request: shown once, and nowhere kept.</summary>
    public NewProvisioningCredential? Made { get; private set; }

    /// <summary>The tenant URL to paste into Entra.</summary>
    public string Address => $"{schemes.Default.Options.BaseUrl}/scim/v2/{Uri.EscapeDataString(Organization)}/";

    /// <summary>When provisioning was here last; null for never.</summary>
    public DateTimeOffset? LastSeen =>
        Secrets.Max(secret => secret.LastUsedAt) is { } used && (Entries.Count == 0 || used > Entries[0].At) ? used
        : Entries.Count > 0 ? Entries[0].At
        : null;

    /// <summary>Shows the page.</summary>
    public Task OnGetAsync() => LoadAsync();

    /// <summary>Makes a secret, and shows it this once.</summary>
    [RequireRole(ConsoleRole.Owner)]
    public async Task<IActionResult> OnPostCreateAsync(string? name, int days, ProvisioningCredentialKind kind)
    {
        name = name?.Trim();
        if (
            string.IsNullOrEmpty(name)
            || name.Length > IProvisioningTokens.MaxNameLength
            || name.Any(char.IsControl)
            || days is < 1 or > 1096
            || !Enum.IsDefined(kind)
        )
        {
            Failed = "A secret has a name of 1 to 100 characters, and lasts from 1 day to 3 years.";
            return RedirectToPage();
        }

        Made = await tokens.CreateAsync(Organization, name, kind, TimeSpan.FromDays(days), Actor, Aborted);
        if (Made is null)
        {
            Failed = $"There are {IProvisioningTokens.MaxCount} secrets already: take one back first.";
            return RedirectToPage();
        }

        await LoadAsync();
        return Page();
    }

    /// <summary>Takes a secret back.</summary>
    [RequireRole(ConsoleRole.Owner)]
    public async Task<IActionResult> OnPostRevokeAsync(string? id)
    {
        if (id is not null && await tokens.RevokeAsync(Organization, id, Actor, Aborted))
        {
            Done = "The secret no longer works.";
        }
        else
        {
            Failed = "That secret was taken back already.";
        }

        return RedirectToPage();
    }

    internal string Name(string id) => Names.GetValueOrDefault(id) ?? AuditDisplayText.Subject(id);

    private async Task LoadAsync()
    {
        Secrets = await tokens.ListAsync(Organization, Aborted);
        Entries = await trail.SearchAsync(Organization, new() { About = "provisioning", Limit = Shown }, Aborted);
        Names = await people.NamesAsync(
            Organization,
            [.. Entries.Select(e => e.Target).Concat(Secrets.Select(s => s.CreatedBy)).OfType<string>().Distinct()],
            Aborted
        );
    }
}
