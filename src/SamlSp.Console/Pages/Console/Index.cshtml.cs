using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console;

/// <summary>The overview. A user without a console role is sent to their own account instead.</summary>
[RequireRole(ConsoleRole.None)]
internal sealed class IndexModel(
    IUserLookup userLookup,
    ISignInTraceStore traces,
    IOrganizationRegistry registry,
    IOrganizationDirectory organizations,
    GraphStatus graph,
    FirstSteps firstSteps,
    IAuditTrail trail,
    SamlSpSchemes schemes
) : ConsolePage
{
    private const int WarningDays = 30;

    /// <summary>The numbers of users and sessions.</summary>
    public UserCounts Figures { get; private set; } = new(0, 0, 0, 0, 0);

    /// <summary>Sign-ins of the last day, by hour.</summary>
    public IReadOnlyList<SignInTraceCount> Counts { get; private set; } = [];

    /// <summary>Where the chart begins.</summary>
    public DateTimeOffset From { get; private set; }

    /// <summary>What needs attention.</summary>
    public IReadOnlyList<(string Text, string Page, string? State)> Notes { get; private set; } = [];

    /// <summary>The first steps, each with its state; empty when all are done or not needed.</summary>
    public IReadOnlyList<(FirstStep Step, bool Done, bool Skipped)> Steps { get; private set; } = [];

    /// <summary>Where the organization's users sign in; null as long as nobody can.</summary>
    public string? SignInUrl =>
        registry.TryGet(Organization, out _) ? ServiceValues.From(schemes.Default.Options, Organization).SignOnUrl : null;

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (Role == ConsoleRole.None)
        {
            return RedirectToPage("/Console/Account");
        }

        Figures = await userLookup.CountAsync(Organization, Aborted);
        var before = SignInTraceCount.HourOf(Now) + TimeSpan.FromHours(1);
        From = before - TimeSpan.FromHours(24);
        Counts = await traces.CountAsync(Organization, From, before, Aborted);
        Notes = [.. Remarks(), .. await ProvisioningRemarkAsync()];
        await LoadStepsAsync();
        return Page();
    }

    /// <summary>Marks a first step as not needed.</summary>
    [RequireRole(ConsoleRole.Owner)]
    public async Task<IActionResult> OnPostSkipAsync(FirstStep step)
    {
        if (!Enum.IsDefined(step) || step is FirstStep.Connection)
        {
            return BadRequest();
        }

        await firstSteps.SkipAsync(Organization, step, Actor, Aborted);
        return RedirectToPage();
    }

    /// <summary>Shows a step again as one that is left to do.</summary>
    [RequireRole(ConsoleRole.Owner)]
    public async Task<IActionResult> OnPostReopenAsync(FirstStep step)
    {
        if (!Enum.IsDefined(step))
        {
            return BadRequest();
        }

        await firstSteps.ReopenAsync(Organization, step, Actor, Aborted);
        return RedirectToPage();
    }

    /// <summary>The first steps of an organization in the store. One in the configuration is the operator's.</summary>
    private async Task LoadStepsAsync()
    {
        if (!Owns || await organizations.FindAsync(Organization, Aborted) is not { IsDeclared: false } organization)
        {
            return;
        }

        var (done, skipped) = await firstSteps.ReadAsync(organization, Aborted);
        var steps = Enum.GetValues<FirstStep>().Select(step => (step, done.Contains(step), skipped.Contains(step))).ToList();
        Steps = steps.TrueForAll(step => step is (_, true, _) or (_, _, true)) ? [] : steps;
    }

    /// <summary>What is wrong with provisioning: its last request was refused because of its secret.</summary>
    private async Task<IEnumerable<(string Text, string Page, string? State)>> ProvisioningRemarkAsync()
    {
        var last = await trail.SearchAsync(Organization, new() { Action = AuditActions.ProvisioningRequest, Limit = 1 }, Aborted);
        return last is [{ Code: "status_401" }]
            ? [("The last provisioning request was refused: its secret is wrong, revoked or expired.", "/Console/Provisioning", null)]
            : [];
    }

    private IEnumerable<(string Text, string Page, string? State)> Remarks()
    {
        if (!registry.TryGet(Organization, out var organization))
        {
            yield break;
        }

        var connection = organization.Options.Connection;
        if (
            connection.ClientSecretExpires is { } day
            && connection.Protocol == ConnectionProtocol.OpenIdConnect
            && day.DayNumber - DateOnly.FromDateTime(Now.UtcDateTime).DayNumber is <= WarningDays and var left
        )
        {
            yield return (
                left < 0
                    ? "The client secret has expired: nobody can sign in. Enter a new one."
                    : $"The client secret expires in {DisplayText.Count(left, "day")}.",
                "/Console/Settings/Index",
                null
            );
        }

        if (
            organization.IdentityProvider?.Metadata.SigningCertificates is { Count: > 0 } certificates
            && (certificates.Max(c => c.NotAfter.ToUniversalTime()) - Now.UtcDateTime).TotalDays is <= WarningDays and var days
        )
        {
            yield return (
                days < 0
                    ? "The identity provider's certificate has expired: nobody can sign in."
                    : $"The identity provider's certificate expires in {DisplayText.Count((int)days, "day")}.",
                "/Console/Certificates",
                null
            );
        }

        if (GraphDisplayText.Problem(connection.Graph, graph.Of(Organization)) is { } problem)
        {
            yield return (problem, "/Console/Settings/Index", null);
        }

        if (Figures.Suspended > 0)
        {
            yield return (
                $"{DisplayText.Count(Figures.Suspended, "user is", "users are")} suspended.",
                "/Console/Users/Index",
                nameof(UserState.Suspended)
            );
        }
    }
}
