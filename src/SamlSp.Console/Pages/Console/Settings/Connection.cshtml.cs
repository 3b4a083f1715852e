using System.Text;
using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.Settings;

/// <summary>
/// Connects the organization to its identity provider: a guide with the values for Entra, and a trial sign-in before anything is saved.
/// </summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class ConnectionModel(IOrganizationDirectory organizations, ITrialSignIns trials, SamlSpSchemes schemes) : ConsolePage
{
    private const long MaxUploadSize = 1024 * 1024;

    /// <summary><c>saml</c> or <c>oidc</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Protocol { get; set; }

    /// <summary>What the form says.</summary>
    [BindProperty]
    public ConnectionDraft Draft { get; set; } = new();

    /// <summary>The organization.</summary>
    public OrganizationEntry? Entry { get; private set; }

    /// <summary>The values for Entra.</summary>
    public ServiceValues Values => ServiceValues.From(schemes.Default.Options, Organization);

    /// <summary>This server's key pair that signs; null when there is none.</summary>
    public ServiceProviderKeyPair? Certificate => schemes.Default.Keys.Pairs is [var active, ..] ? active : null;

    /// <summary>The errors in the form.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>Whether the page shows SAML.</summary>
    public bool IsSaml => !string.Equals(Protocol, "oidc", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the caller can change the connection here.</summary>
    public bool MayChange => Owns && Entry is { IsDeclared: false };

    internal override bool FormsLeadOnward => true;

    private ConnectionProtocol Chosen => IsSaml ? ConnectionProtocol.Saml2 : ConnectionProtocol.OpenIdConnect;

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        Entry = await organizations.FindAsync(Organization, Aborted);
        if (Entry is not null)
        {
            Draft = ConnectionDraft.From(Entry.Settings.Connection, Entry.Revision);
        }
    }

    /// <summary>Starts a trial sign-in with the settings of the form. Nothing is saved.</summary>
    [RequireRole(ConsoleRole.Owner)]
    public async Task<IActionResult> OnPostTestAsync()
    {
        Entry = await organizations.FindAsync(Organization, Aborted);
        if (Entry is null)
        {
            return Page();
        }

        var settings = Entry.Settings;
        if (!Entry.IsDeclared)
        {
            if (Draft.Upload is { } file)
            {
                if (file.Length > MaxUploadSize)
                {
                    Errors = ["Connection:Metadata: the file is larger than 1 MB: upload the federation metadata, which is smaller"];
                    return Page();
                }

                using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
                Draft.Metadata = await reader.ReadToEndAsync(Aborted);
                Draft.MetadataUrl = null;
            }

            Draft.ApplyTo(settings.Connection, Chosen);
        }

        var start = await trials.StartAsync(
            Organization,
            settings,
            Session,
            Url.Page("/Console/Settings/Test", new { Draft.Revision })!,
            Aborted
        );
        if (start.Started)
        {
            return LocalRedirect(Request.PathBase + start.Url);
        }

        Errors = start.Errors;
        return Page();
    }
}
