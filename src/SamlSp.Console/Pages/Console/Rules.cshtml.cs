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
    ITrialSignIns trials,
    RulesTrial trial,
    TimeProvider clock
) : ConsolePage
{
    private const int MaxRecentSessions = 10;

    /// <summary>A row has some forty fields.</summary>
    private const int MaxFields = 16384;

    /// <summary>What the form says.</summary>
    [BindProperty]
    public RulesDraft Draft { get; set; } = new();

    /// <summary>
    /// The sample that the rules are tried on: a type of user, the last trial sign-in, or a session's reference. The default is the last
    /// trial, if there is one.
    /// </summary>
    [BindProperty(SupportsGet = true)]
    public string? Sample { get; set; }

    /// <summary>The organization.</summary>
    public OrganizationEntry? Entry { get; private set; }

    /// <summary>Recent sessions. Their claims are samples.</summary>
    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    /// <summary>The last trial sign-in. Its claims are a sample.</summary>
    public TrialSignInResult? LastTrial { get; private set; }

    /// <summary>The errors in the rules, each with its key's path.</summary>
    public IReadOnlyList<string> Errors => Evaluation.Errors;

    /// <summary>What is wrong with the org-unit expression; null for nothing.</summary>
    public string? ExpressionError =>
        Errors.FirstOrDefault(error => error.StartsWith("OrgUnitPath:", StringComparison.Ordinal)) is { } error
            ? SettingDisplayText.Split(error).Text
            : null;

    /// <summary>Whether saving was refused.</summary>
    public bool NotSaved { get; private set; }

    /// <summary>The result of the rules.</summary>
    public RulesEvaluation Evaluation { get; private set; } = new();

    /// <summary>The users for whom saving would change something; null unless that has to be confirmed.</summary>
    public RulesTrialResult? Question { get; private set; }

    /// <summary>Whether the caller can save.</summary>
    public bool MayChange => Owns && Entry is { IsDeclared: false };

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        if (!await LoadAsync())
        {
            return;
        }

        Draft = RulesDraft.From(Entry!.Settings, Entry.Revision);
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

    /// <summary>Adds, moves or removes a row or a claim in the form, or switches to JSON and back. Nothing is saved.</summary>
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

    /// <summary>Saves the rules. What refuses, renames or moves users of the sample has to be confirmed.</summary>
    /// <param name="confirmed">The answer to the question; null before it was asked.</param>
    [RequireRole(ConsoleRole.Owner)]
    public async Task<IActionResult> OnPostSaveAsync(string? confirmed)
    {
        if (!await LoadAsync())
        {
            return NotFound();
        }

        if (!MayChange)
        {
            return Forbid(SamlSpDefaults.SessionScheme);
        }

        var (settings, before) = (Entry!.Settings, (await organizations.FindAsync(Organization, Aborted))!.Settings);
        IReadOnlyList<string> errors;
        if (Draft.ApplyTo(settings) is { } mistake)
        {
            errors = [mistake];
        }
        else
        {
            var tried = await trial.RunAsync(Organization, Session.UserId, before, settings, Aborted);
            if (!tried.IsConfirmed(confirmed))
            {
                Question = tried;
                return Page();
            }

            var result = await organizations.SaveAsync(Organization, settings, Draft.Revision, Actor, Aborted);
            if (result.Saved)
            {
                Done = $"Saved. The rules apply from the next sign-in on. Sessions that exist keep their values. {tried.Summary}";
                return RedirectToPage(new { Sample });
            }

            errors = result.Conflict
                ? ["The settings were changed since this form was opened. Open the page again and repeat your change."]
                : result.Errors;
        }

        (Evaluation, NotSaved) = (new() { Errors = errors }, true);
        return Page();
    }

    private async Task<bool> LoadAsync()
    {
        Entry = await organizations.FindAsync(Organization, Aborted);
        if (Entry is null)
        {
            return false;
        }

        Sessions =
        [
            .. (await sessions.ListAsync(Organization, new() { Limit = MaxRecentSessions }, Aborted)).Sessions.Where(session =>
                session.Issuer != OwnerLinkEndpoint.SessionIssuer
            ),
        ];
        LastTrial = (await trials.FindNewestAsync(Organization, Aborted))?.Result is { Claims.Count: > 0 } result ? result : null;
        if (string.IsNullOrEmpty(Sample))
        {
            Sample = LastTrial is null ? "entraGuest" : RuleSamples.LastTrial;
        }

        return true;
    }

    private RulesEvaluation Evaluate()
    {
        // This is a copy: trying rules must not change the settings in use.
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
            Sample == RuleSamples.LastTrial && LastTrial is not null ? RuleSamples.From(LastTrial)
            : Sessions.FirstOrDefault(s => s.Id == Sample) is { } session ? RuleSamples.From(session)
            : RuleSamples.Create(Sample!, settings, issuer);
        return new() { Sample = sample, Result = resolver.Resolve(sample, clock) };
    }
}
