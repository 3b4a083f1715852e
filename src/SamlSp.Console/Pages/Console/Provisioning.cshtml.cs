using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console;

/// <summary>Provisioning with SCIM: its URL, its secrets, and its recent requests.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class ProvisioningModel(
    IProvisioningTokens tokens,
    IAuditTrail trail,
    IUserLookup userLookup,
    IOrganizationRegistry registry,
    SamlSpSchemes schemes
) : ConsolePage
{
    private const int MaxEntries = 25;

    /// <summary>The secrets, without their values.</summary>
    public IReadOnlyList<ProvisioningCredential> Secrets { get; private set; } = [];

    /// <summary>The recent entries of provisioning.</summary>
    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    /// <summary>The display names of the users in them, by user ID.</summary>
    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();

    /// <summary>A new secret, for the page that shows it.</summary>
    [TempData]
    public string? NewSecret { get; set; }

    /// <summary>The secret that was just created. It is shown once, and stored only as a hash.</summary>
    public NewProvisioningCredential? Created { get; private set; }

    /// <summary>The mappings to enter in Entra.</summary>
    public IReadOnlyList<ProvisioningMapping> Mappings =>
        ProvisioningGuide.Mappings(registry.TryGet(Organization, out var organization) ? organization.Options : new());

    /// <summary>The tenant URL to paste into Entra.</summary>
    public string Address => $"{schemes.Default.Options.BaseUrl}/scim/v2/{Uri.EscapeDataString(Organization)}/";

    /// <summary>The instant of the last request that was accepted, from the secrets and the entries; null if there was none.</summary>
    public DateTimeOffset? LastAccepted =>
        Entries
            .Where(entry => entry.Code == "ok")
            .Select(entry => (DateTimeOffset?)entry.At)
            .Concat(Secrets.Select(secret => secret.LastUsedAt))
            .Max();

    /// <summary>Why the last request was refused, and what to do; null if it was not.</summary>
    public string? RefusedLast =>
        Entries.FirstOrDefault(entry => entry.Action == AuditActions.ProvisioningRequest) is { Code: { } code }
        && code.StartsWith("status_", StringComparison.Ordinal)
            ? code == "status_401"
                ? "Its secret token is wrong, revoked or expired. Create a new secret, and enter it in Entra."
                : "The log below has the reason. Entra sends the request again in its next cycle."
            : null;

    /// <summary>The token endpoint of a client secret.</summary>
    public string TokenEndpoint => Address + "oauth2/token";

    /// <summary>Shows the page, and a secret that was just created.</summary>
    public async Task OnGetAsync()
    {
        await LoadAsync();
        if (
            ShownSecret.Read(NewSecret) is { } shown
            && shown.Organization == Organization
            && shown.UserId == Session.UserId
            && Secrets.FirstOrDefault(secret => secret.Id == shown.Id) is { } credential
        )
        {
            Created = new(credential, shown.Secret);
        }
    }

    /// <summary>Creates a secret. The page that follows shows it once.</summary>
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
            Failed = "Nothing was created: a secret needs a name of 1 to 100 characters, and a lifetime from 1 day to 3 years.";
            return RedirectToPage();
        }

        if (await tokens.CreateAsync(Organization, name, kind, TimeSpan.FromDays(days), Actor, Aborted) is { } created)
        {
            NewSecret = new ShownSecret(Organization, Session.UserId, created.Credential.Id, created.Secret).Write();
        }
        else
        {
            Failed = $"There are {IProvisioningTokens.MaxCount} secrets already, which is the maximum. Revoke one first.";
        }

        return RedirectToPage();
    }

    /// <summary>Revokes a secret.</summary>
    [RequireRole(ConsoleRole.Owner)]
    public async Task<IActionResult> OnPostRevokeAsync(string? id)
    {
        if (id is not null && await tokens.RevokeAsync(Organization, id, Actor, Aborted))
        {
            Done = "The secret was revoked and no longer works.";
        }
        else
        {
            Failed = "No change: the secret is already revoked.";
        }

        return RedirectToPage();
    }

    internal static string KindText(ProvisioningCredentialKind kind) =>
        kind == ProvisioningCredentialKind.Token ? "Secret token" : "Client secret (OAuth 2.0)";

    internal string Name(string id) => AuditDisplayText.Name(Names, id);

    private async Task LoadAsync()
    {
        Secrets = await tokens.ListAsync(Organization, Aborted);
        Entries = await trail.SearchAsync(Organization, new() { About = "provisioning", Limit = MaxEntries }, Aborted);
        Names = await userLookup.NamesAsync(
            Organization,
            [.. Entries.Select(e => e.Target).Concat(Secrets.Select(s => s.CreatedBy)).OfType<string>().Distinct()],
            Aborted
        );
    }
}
