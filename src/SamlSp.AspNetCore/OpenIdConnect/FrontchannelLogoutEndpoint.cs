using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Takes logout by an identity provider through the browser (OpenID Connect Front-Channel Logout 1.0, 3): its page shows this address in a
/// frame. The browser sends no cookie to a frame of another site, so the session is found by <c>iss</c> and <c>sid</c>. Nothing is signed:
/// <c>sid</c> is known to the identity provider and to us, and cannot be guessed. Entra leaves out <c>iss</c>: the address that is entered
/// there names the organization.
/// </summary>
internal sealed class FrontchannelLogoutEndpoint(IdentityProviderSessions sessions, RefusalResponder refusals)
{
    /// <summary>The route parameter that names the organization.</summary>
    public const string Organization = "organization";

    private const int MaxLength = 512;

    public async Task HandleAsync(SamlSpContext sp)
    {
        if (Prefetch.TryRefuse(sp))
        {
            return;
        }

        // (1) The parameters, each once and bounded.
        var (named, issuer) = (sp.Request.RouteValues[Organization] as string, Text(sp.Request.Query, "iss"));
        if (Text(sp.Request.Query, "sid") is not { } session || (issuer is null && (named is null || sp.Request.Query.ContainsKey("iss"))))
        {
            await RefuseAsync(
                sp,
                SignInOutcome.Refused(RefusalCodes.Malformed, "The logout does not have one sid, and one iss or an organization.")
            );
            return;
        }

        // (2) The organization: that of the address, or that of the issuer. With both, they must agree.
        if (sp.Scheme.Organizations.All.FirstOrDefault(o => Is(o, named, issuer)) is not { OpenIdProvider: { } provider } organization)
        {
            await RefuseAsync(
                sp,
                SignInOutcome.Refused(RefusalCodes.UntrustedIssuer, "The logout is of no issuer that an organization has.")
            );
            return;
        }

        // (3) The session, whoever's it is. The page does not say whether there was one.
        try
        {
            await sessions.EndAsync(organization, provider.Issuer, [session], nameId: null);
        }
        catch (StoreUnavailableException e)
        {
            await RefuseAsync(sp, SignInOutcome.Failed(e, organization) with { Reason = "The session could not be ended." });
            return;
        }

        await Page.WriteAsync(
            sp,
            StatusCodes.Status200OK,
            "You are signed out",
            $"<p>{organization.DisplayName} has signed you out. If you had a session here, it has ended.</p>",
            frameAncestor: Origins(provider)
        );
    }

    private static bool Is(Organization organization, string? named, string? issuer) =>
        organization.OpenIdProvider is { } provider
        && (named is null || organization.Name.Equals(named, StringComparison.OrdinalIgnoreCase))
        && (issuer is null || provider.Issuer == issuer);

    /// <summary>The sites of the identity provider, whose pages may show this one in a frame.</summary>
    private static string Origins(OpenIdProvider provider) =>
        string.Join(
            ' ',
            new[] { provider.Issuer, provider.AuthorizationUrl, provider.EndSessionUrl }
                .OfType<string>()
                .Select(address => new Uri(address).GetLeftPart(UriPartial.Authority))
                .Distinct(StringComparer.Ordinal)
        );

    private static string? Text(IQueryCollection query, string name) =>
        query[name] is [{ Length: > 0 and <= MaxLength } value] ? value : null;

    private Task RefuseAsync(SamlSpContext sp, SignInOutcome outcome) => refusals.AnswerAsync(sp, outcome, StatusCodes.Status400BadRequest);
}
