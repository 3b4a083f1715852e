using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>One organization as a scheme of its own, so that login pages list it. Everything but the challenge is forwarded.</summary>
internal sealed class OrganizationSchemeHandler(
    IOptionsMonitor<OrganizationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder
) : AuthenticationHandler<OrganizationSchemeOptions>(options, logger, encoder), IAuthenticationSignOutHandler
{
    /// <summary>Not called while sign-out is forwarded.</summary>
    public Task SignOutAsync(AuthenticationProperties? properties) => Context.SignOutAsync(Options.SamlSpScheme, properties);

    /// <summary>Not called while authentication is forwarded.</summary>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());

    /// <inheritdoc />
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        properties.Items[SamlSpDefaults.OrganizationItem] = Options.Organization;
        return Context.ChallengeAsync(Options.SamlSpScheme, properties);
    }
}
