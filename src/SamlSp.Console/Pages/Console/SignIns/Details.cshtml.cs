using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.SignIns;

/// <summary>One sign-in: its checks, claims and rules. Administrators can show who it was; that is audited.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class DetailsModel(ISignInTraceStore traces, IUserLookup userLookup, IAuditTrail trail) : ConsolePage
{
    /// <summary>The attempt; null if this organization has none with that reference number.</summary>
    public SignInTraceEntry? Entry { get; private set; }

    /// <summary>The display name of the user; null if it is not known.</summary>
    public string? Name { get; private set; }

    /// <summary>Who it was and what decided, where an administrator has asked for it; null otherwise.</summary>
    public SignInTraceValues? Values { get; private set; }

    /// <summary>Whether an administrator asked who it was, and that is not kept.</summary>
    public bool NothingKept { get; private set; }

    /// <summary>The cause and the helper of an error of the identity provider, as the user was told them.</summary>
    public (string Cause, string Who)? Explanation =>
        Entry?.IdentityProviderError is { } error ? IdentityProviderErrorPage.Explain(error) : null;

    /// <summary>Whether the message proved nothing: what is shown of it is its sender's word.</summary>
    public bool IsUnproven => Entry is { Accepted: false } && !Entry.Checks.Any(c => c is { Check: SignInChecks.Message, Passed: true });

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string reference)
    {
        await LoadAsync(reference);
        return Page();
    }

    /// <summary>Shows who it was and the claims that decided, and records that they were shown.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostOpenAsync(string reference)
    {
        await LoadAsync(reference);
        if (Entry is null)
        {
            return Page();
        }

        // Recorded first: what cannot be recorded is not shown.
        await trail.WriteAsync(
            new()
            {
                At = Now,
                Organization = Organization,
                Actor = Actor,
                Action = AuditActions.SignInOpened,
                Target = Entry.UserId,
                Reference = Entry.Reference,
            },
            Aborted
        );
        Values = await traces.FindValuesAsync(Organization, Entry.Reference, Aborted);
        NothingKept = Values is null;
        return Page();
    }

    private async Task LoadAsync(string reference)
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
            Name = (await userLookup.NamesAsync(Organization, [id], Aborted)).TryGetValue(id, out var name)
                ? DisplayText.Bounded(name)
                : null;
        }
    }
}
