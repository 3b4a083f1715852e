using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages;

/// <summary>The terms of service of the caller's organization, to be read and accepted at the first sign-in.</summary>
[RequireRole(ConsoleRole.None)]
internal sealed class TermsModel(IOrganizationRegistry registry, ITermsAcceptances acceptances, SamlSpSchemes schemes) : ConsolePage
{
    /// <summary>The terms; null when the organization has none.</summary>
    public TermsOptions? Terms =>
        registry.TryGet(Organization, out var organization) && organization.Options.Terms is { IsSet: true } terms ? terms : null;

    /// <summary>The text's paragraphs.</summary>
    public IReadOnlyList<string> Paragraphs =>
        [
            .. (Terms?.Text ?? "")
                .ReplaceLineEndings("\n")
                .Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        ];

    /// <summary>Whether the caller accepted them already.</summary>
    public bool Accepted { get; private set; }

    /// <summary>Where to go on to.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Shows the terms.</summary>
    public async Task OnGetAsync() =>
        Accepted =
            Terms is not { } terms || await acceptances.HasAcceptedAsync(Organization, Session.UserId, terms.AcceptedVersion, Aborted);

    /// <summary>Accepts them.</summary>
    [RequireRole(ConsoleRole.None)]
    public async Task<IActionResult> OnPostAcceptAsync(string? version)
    {
        // What was read is what is accepted: not a version that came in the meantime.
        if (Terms is { } terms)
        {
            if (terms.AcceptedVersion != version)
            {
                return RedirectToPage(new { ReturnUrl });
            }

            await acceptances.AcceptAsync(Organization, Session.UserId, terms.AcceptedVersion, Aborted);
        }

        return LocalRedirect(AspNetCore.ReturnUrl.Local(ReturnUrl, schemes.Default.Options.BaseUrl!));
    }
}
