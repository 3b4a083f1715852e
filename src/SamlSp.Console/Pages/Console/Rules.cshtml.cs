using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console;

/// <summary>Claim rules and the org-unit expression, evaluated while they are written.</summary>
[RequireRole(ConsoleRole.Reader)]
[RequestFormLimits(ValueCountLimit = MaxFields)]
internal sealed class RulesModel(
    IOrganizationDirectory organizations,
    IOrganizationRegistry registry,
    ISessionDirectory sessions,
    ITrialSignIns tests,
    TimeProvider clock
) : ConsolePage
{
    private const int Recent = 10;

    /// <summary>A row has some forty fields.</summary>
    private const int MaxFields = 16384;

    /// <summary>What the form says.</summary>
    [BindProperty]
    public RulesDraft Draft { get; set; } = new();

    /// <summary>
    /// On whom the rules are tried: a kind of user, the last test sign-in, or a session's reference. Until somebody chooses: the last test
    /// where there is one.
    /// </summary>
    [BindProperty(SupportsGet = true)]
    public string? Sample { get; set; }

    /// <summary>The organization.</summary>
    public OrganizationEntry? Entry { get; private set; }

    /// <summary>Recent sessions, whose claims can be tried.</summary>
    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    /// <summary>The last test sign-in, whose claims can be tried.</summary>
    public TrialSignInResult? LastTest { get; private set; }

    /// <summary>What is wrong with the rules, each with its key's path.</summary>
    public IReadOnlyList<string> Errors => Evaluation.Errors;

    /// <summary>What the rules give.</summary>
    public RulesEvaluation Evaluation { get; private set; } = new();

    /// <summary>Whether the caller can save.</summary>
    public bool MayChange => Owns && Entry is { IsDeclared: false };

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        if (!await LoadAsync())
        {
            return;
        }

        Draft = RulesDraft.Of(Entry!.Settings, Entry.Revision);
        Evaluation = Evaluate();
    }

    /// <summary>Tries the rules as they stand in the form. Nothing is changed.</summary>
    [RequireRole(ConsoleRole.Reader)]
    public async Task<IActionResult> OnPostEvaluateAsync()
    {
        if (!await LoadAsync())
        {
            return NotFound();
        }

        Evaluation = Evaluate();
        return Request.Headers["X-Live"].Count > 0 ? Partial("_Evaluation", Evaluation) : Page();
    }

    /// <summary>Adds, moves or removes a row or a claim in the form, or goes over to JSON and back. Nothing is saved.</summary>
    [RequireRole(ConsoleRole.Reader)]
    public async Task<IActionResult> OnPostEditAsync(string? act)
    {
        if (!await LoadAsync())
        {
            return NotFound();
        }

        Evaluation = RulesEdit.Apply(Draft, act, Entry!.Settings) is { } mistake ? new() { Errors = [mistake] } : Evaluate();
        return Page();
    }

    /// <summary>Saves the rules.</summary>
    [RequireRole(ConsoleRole.Owner)]
    public async Task<IActionResult> OnPostSaveAsync()
    {
        if (!await LoadAsync())
        {
            return NotFound();
        }

        if (!MayChange)
        {
            return Forbid(SamlSpDefaults.SessionScheme);
        }

        var settings = Entry!.Settings;
        IReadOnlyList<string> errors;
        if (Draft.ApplyTo(settings) is { } mistake)
        {
            errors = [mistake];
        }
        else
        {
            var result = await organizations.SaveAsync(Organization, settings, Draft.Revision, Actor, Aborted);
            if (result.Saved)
            {
                Done = "Saved. The rules hold for sign-ins from now on; nobody who is signed in is changed.";
                return RedirectToPage(new { Sample });
            }

            errors = result.Conflict
                ? ["Somebody else has saved in the meantime. Open the page again to see what there is now."]
                : result.Errors;
        }

        Evaluation = new() { Errors = errors };
        return Page();
    }

    private async Task<bool> LoadAsync()
    {
        Entry = await organizations.FindAsync(Organization, Aborted);
        if (Entry is null)
        {
            return false;
        }

        Sessions = (await sessions.ListAsync(Organization, new() { Limit = Recent }, Aborted)).Sessions;
        LastTest = (await tests.FindNewestAsync(Organization, Aborted))?.Result is { Claims.Count: > 0 } result ? result : null;
        if (string.IsNullOrEmpty(Sample))
        {
            Sample = LastTest is null ? "entraGuest" : RuleSamples.LastTest;
        }

        return true;
    }

    private RulesEvaluation Evaluate()
    {
        // A copy: what is tried must not be what is in use.
        var settings = Entry!.Settings;
        if (Draft.ApplyTo(settings) is { } mistake)
        {
            return new() { Errors = [mistake] };
        }

        if (!IdentityResolver.TryCreate(SamlSpOptionsValidator.IdentitySettings(settings), out var resolver, out var errors))
        {
            return new() { Errors = errors };
        }

        var issuer = registry.TryGet(Organization, out var organization) ? organization.Issuer : null;
        var sample =
            Sample == RuleSamples.LastTest && LastTest is not null ? RuleSamples.Of(LastTest)
            : Sessions.FirstOrDefault(s => s.Id == Sample) is { } session ? RuleSamples.Of(session)
            : RuleSamples.Of(Sample!, settings, issuer);
        return new() { Sample = sample, Result = resolver.Resolve(sample, clock) };
    }
}
