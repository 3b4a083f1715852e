using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages;

/// <summary>The terms of service of the caller's organization, which users read and accept at the first sign-in.</summary>
[RequireRole(ConsoleRole.None)]
internal sealed class TermsModel(IOrganizationRegistry registry, ITermsAcceptances acceptances, SamlSpSchemes schemes) : ConsolePage
{
    /// <summary>The terms; null when the organization has none.</summary>
    public TermsOptions? Terms =>
        registry.TryGet(Organization, out var organization) && organization.Options.Terms is { IsSet: true } terms ? terms : null;

    /// <summary>The paragraphs of the text.</summary>
    public IReadOnlyList<string> Paragraphs =>
        [
            .. (Terms?.Text ?? "")
                .ReplaceLineEndings("\n")
                .Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        ];

    /// <summary>Whether the caller has accepted them.</summary>
    public bool Accepted { get; private set; }

    /// <summary>Where to continue afterwards.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>The application that the user came from may be on another host.</summary>
    internal override bool FormsLeadOnward => true;

    /// <summary>Shows the terms.</summary>
    public async Task OnGetAsync() =>
        Accepted =
            Terms is not { } terms || await acceptances.HasAcceptedAsync(Organization, Session.UserId, terms.AcceptedVersion, Aborted);

    /// <summary>Accepts them.</summary>
    [RequireRole(ConsoleRole.None)]
    public async Task<IActionResult> OnPostAcceptAsync(string? version)
    {
        // The caller accepts the version on the page, and not one that was published since.
        if (Terms is { } terms)
        {
            if (terms.AcceptedVersion != version)
            {
                return RedirectToPage(new { ReturnUrl });
            }

            await acceptances.AcceptAsync(Organization, Session.UserId, terms.AcceptedVersion, Aborted);
        }

        return Redirect(AspNetCore.ReturnUrl.Local(ReturnUrl, schemes.Default.Options.AddressOf(Request)));
    }
}
