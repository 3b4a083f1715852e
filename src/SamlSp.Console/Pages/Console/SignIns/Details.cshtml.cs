using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.SignIns;

/// <summary>One sign-in: its checks, claims and rules.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class DetailsModel(ISignInTraceStore traces, IUserLookup userLookup) : ConsolePage
{
    /// <summary>The attempt; null if this organization has none with that reference number.</summary>
    public SignInTraceEntry? Entry { get; private set; }

    /// <summary>The display name of the user; null if it is not known.</summary>
    public string? Name { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string reference)
    {
        Entry =
            reference.Length <= 40
            && await traces.FindAsync(reference, Aborted) is { } entry
            && string.Equals(entry.Organization, Organization, StringComparison.OrdinalIgnoreCase)
                ? entry
                : null;
        if (Entry is null)
        {
            Response.StatusCode = 404;
        }
        else if (Entry.UserId is { } id)
        {
            Name = (await userLookup.NamesAsync(Organization, [id], Aborted)).GetValueOrDefault(id);
        }

        return Page();
    }
}
