using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.AspNetCore;

/// <summary>
/// Leads test sign-ins along the street of real ones: to the identity provider of the settings on trial, through every check, and back to
/// the page that asked. No record is touched, and there is no session.
/// </summary>
internal sealed class TrialSignIn(IServiceProvider services, RefusalResponder refusing)
{
    private ITrialSignInSource? Source => services.GetService<ITrialSignInSource>();

    /// <summary>Sends the browser to the identity provider of a test.</summary>
    public async Task StartAsync(HttpContext context, SamlSpOptions options, ServiceProviderKeys keys, string test)
    {
        if (await FindAsync(context, test) is not var (organization, returnUrl))
        {
            await RefuseUnknownAsync(context, options);
        }
        else
        {
            await context
                .RequestServices.GetRequiredService<SignInStarter>()
                .StartAsync(context, options, keys, organization, returnUrl, forceAuthn: false, loginHint: null, test);
        }
    }

    /// <summary>
    /// The organizations that an answer may be for: of a test, the one on trial alone; null when there is no such test any more, and the
    /// browser was told so.
    /// </summary>
    public async Task<IOrganizationRegistry?> RegistryAsync(
        HttpContext context,
        SamlSpOptions options,
        IOrganizationRegistry registry,
        PendingRequest? pending
    )
    {
        if (pending?.Test is not { } test)
        {
            return registry;
        }

        if (await FindAsync(context, test) is var (organization, _))
        {
            return new OnTrial(organization);
        }

        await RefuseUnknownAsync(context, options);
        return null;
    }

    /// <summary>Keeps what became of a test, and leads back to the page that asked for it.</summary>
    public async Task AnswerAsync(SignInAttempt attempt, SignInOutcome outcome)
    {
        var context = attempt.HttpContext;
        await Source!.CompleteAsync(attempt.Pending!.Test!, attempt.Registry.All.Single(), attempt.Trace, outcome, context.RequestAborted);
        Page.SetHeaders(context.Response);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = ReturnUrl.Local(attempt.Pending.ReturnUrl, attempt.Options.BaseUrl!);
    }

    private async Task<(Organization Organization, string ReturnUrl)?> FindAsync(HttpContext context, string test) =>
        Source is { } source ? await source.FindAsync(context, test, context.RequestAborted) : null;

    private Task RefuseUnknownAsync(HttpContext context, SamlSpOptions options) =>
        refusing.AnswerAsync(
            context,
            options,
            SignInOutcome.Refused(SignInRefusalCodes.TestUnknown, "There is no such test sign-in of this browser's session, or it is over.")
        );

    private sealed class OnTrial(Organization organization) : IOrganizationRegistry
    {
        public IReadOnlyCollection<Organization> All { get; } = [organization];

        public bool TryGet(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Organization? found) =>
            (found = organization.Name.Equals(name, StringComparison.OrdinalIgnoreCase) ? organization : null) is not null;

        public bool TryGetByIssuer(string issuer, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Organization? found) =>
            (found = organization.IdentityProvider?.Trust.EntityId == issuer ? organization : null) is not null;

        public bool TryGetByIdentifier(string identifier, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Organization? found) =>
            TryGet(identifier, out found);
    }
}
