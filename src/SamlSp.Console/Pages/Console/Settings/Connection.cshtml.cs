using System.Text;
using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.Settings;

/// <summary>
/// Links the organization to its identity provider: the values for Entra, a guide with them filled in, and a test by a real sign-in before
/// anything is saved.
/// </summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class ConnectionModel(IOrganizationDirectory organizations, ITrialSignIns tests, SamlSpSchemes schemes) : ConsolePage
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
    public ServiceValues Values => ServiceValues.Of(schemes.Default.Options, Organization);

    /// <summary>What is wrong with the form.</summary>
    public IReadOnlyList<string> Errors { get; private set; } = [];

    /// <summary>Whether this is about SAML.</summary>
    public bool IsSaml => !string.Equals(Protocol, "oidc", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the caller can change it here.</summary>
    public bool MayChange => Owns && Entry is { IsDeclared: false };

    internal override bool FormsLeadElsewhere => true;

    private ConnectionProtocol Chosen => IsSaml ? ConnectionProtocol.Saml2 : ConnectionProtocol.OpenIdConnect;

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        Entry = await organizations.FindAsync(Organization, Aborted);
        if (Entry is not null)
        {
            Draft = ConnectionDraft.Of(Entry.Settings.Connection, Entry.Revision);
        }
    }

    /// <summary>Tries the form's settings by a real sign-in. Nothing is saved.</summary>
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
                    Errors = ["Connection:Metadata: the file is larger than 1 MB"];
                    return Page();
                }

                using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
                Draft.Metadata = await reader.ReadToEndAsync(Aborted);
                Draft.MetadataUrl = null;
            }

            Draft.ApplyTo(settings.Connection, Chosen);
        }

        var start = await tests.StartAsync(
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
