using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.AspNetCore;

/// <summary>
/// Runs trial sign-ins: to the identity provider of the settings on trial, through the checks of a real sign-in, and back to the page that
/// asked. No user is recorded, and there is no session.
/// </summary>
internal sealed class TrialSignInRunner(SignInStarter starter, RefusalResponder refusals, IServiceProvider services)
{
    private ITrialSignInSource? Source => services.GetService<ITrialSignInSource>();

    /// <summary><c>GET /Saml2/Test</c>: sends the browser to the identity provider of a trial.</summary>
    public async Task StartAsync(SamlSpContext sp)
    {
        var trial = sp.Request.Query["id"].ToString();
        if (Source is { } source && await source.FindAsync(sp.Http, trial, sp.Aborted) is var (organization, returnUrl))
        {
            await starter.StartAsync(sp, organization, new(returnUrl) { Trial = trial });
        }
        else
        {
            await RefuseUnknownAsync(sp);
        }
    }

    /// <summary>
    /// The organizations that the answer to a trial may be for: the one on trial alone. Null when there is no such trial any more; then the
    /// browser was answered.
    /// </summary>
    public async Task<IOrganizationRegistry?> FindAsync(SamlSpContext sp, string trial)
    {
        if (Source is { } source && await source.FindAsync(sp.Http, trial, sp.Aborted) is var (organization, _))
        {
            return new OnTrial(organization);
        }

        await RefuseUnknownAsync(sp);
        return null;
    }

    /// <summary>Keeps the outcome of a trial, and leads back to the page that asked for it.</summary>
    public async Task AnswerAsync(SignInAttempt attempt, SignInOutcome outcome)
    {
        var (sp, pending) = (attempt.Sp, attempt.Pending!);
        await Source!.CompleteAsync(pending.Test!, attempt.Candidates.All.Single(), attempt.Trace, outcome, sp.Aborted);
        Page.SeeOther(sp.Response, ReturnUrl.Local(pending.ReturnUrl, sp.Address));
    }

    private Task RefuseUnknownAsync(SamlSpContext sp) =>
        refusals.AnswerAsync(
            sp,
            SignInOutcome.Refused(SignInRefusalCodes.TestUnknown, "This browser's session has no such trial sign-in, or it took too long.")
        );

    private sealed class OnTrial(Organization organization) : IOrganizationRegistry
    {
        public IReadOnlyCollection<Organization> All { get; } = [organization];

        public bool TryGet(string name, [NotNullWhen(true)] out Organization? found) =>
            (found = organization.Name.Equals(name, StringComparison.OrdinalIgnoreCase) ? organization : null) is not null;

        public bool TryGetByIssuer(string issuer, [NotNullWhen(true)] out Organization? found) =>
            (found = organization.IdentityProvider?.Trust.EntityId == issuer ? organization : null) is not null;

        public bool TryGetByIdentifier(string identifier, [NotNullWhen(true)] out Organization? found) => TryGet(identifier, out found);
    }
}
