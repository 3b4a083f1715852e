using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Takes logout tokens from identity providers (OpenID Connect Back-Channel Logout 1.0, 2.5): ends the sessions that they name. No browser
/// and no cookie has a part in it.
/// </summary>
internal sealed class BackchannelLogoutEndpoint(
    LogoutTokenValidator validator,
    OpenIdRefresher refresher,
    IUsedAssertionIds usedIds,
    IdentityProviderSessions sessions,
    RefusalResponder refusals
)
{
    public async Task HandleAsync(SamlSpContext sp)
    {
        Page.SetHeaders(sp.Response);
        Organization? organization = null;
        try
        {
            if (await RunAsync(sp, found => organization = found) is { } refusal)
            {
                await RefuseAsync(sp, refusal, "invalid_request");
            }
        }
        catch (StoreUnavailableException e)
        {
            await RefuseAsync(
                sp,
                SignInOutcome.Failed(e, organization) with
                {
                    Reason = "The sessions could not be ended.",
                },
                "temporarily_unavailable"
            );
        }
    }

    private async Task<SignInOutcome?> RunAsync(SamlSpContext sp, Action<Organization> found)
    {
        // (1) The form: bounded, and each field once.
        if (await TokenForm.ReadAsync(sp.Http) is not { } form || form.Value("logout_token") is not { } text)
        {
            return SignInOutcome.Refused(RefusalCodes.Malformed, "The body is no form with one logout_token.");
        }

        // (2) The organization whose identity provider the token names. From here on that one has to prove it.
        if (!SignedTokenValidator.TryReadIssuer(text, out var issuer))
        {
            return SignInOutcome.Refused(RefusalCodes.Malformed, "The logout token is no JSON Web Token, or one that has a member twice.");
        }

        if (sp.Scheme.Organizations.All.FirstOrDefault(o => o.OpenIdProvider?.Issuer == issuer) is not { } organization)
        {
            return SignInOutcome.Refused(RefusalCodes.UntrustedIssuer, "The logout token is of no issuer that an organization has.");
        }

        found(organization);

        // (3) The token, with the keys read again when it names one that is not known.
        var provider = organization.OpenIdProvider!;
        var clientId = organization.Options.Connection.ClientId!;
        var result = await validator.ValidateAsync(text, provider, clientId, sp.Options.ClockSkew);
        if (result.KeyUnknown && await refresher.TryRefreshAsync(organization, provider, sp.Aborted))
        {
            provider = organization.OpenIdProvider ?? provider;
            result = await validator.ValidateAsync(text, provider, clientId, sp.Options.ClockSkew);
        }

        if (!result.Accepted)
        {
            return result.Code is RefusalCodes.SignatureInvalid or RefusalCodes.Unsigned
                ? SignInOutcome.Refused(result.Code, result.Reason) with
                {
                    NamedOrganization = organization.Name,
                }
                : SignInOutcome.Refused(result.Code, result.Reason, organization);
        }

        // (4) It is used once. As with SAML, the sessions end first: if the store fails in between, the identity provider may try again.
        var token = result.Token;
        if (await usedIds.ContainsAsync(provider.Issuer, token.Id, sp.Aborted))
        {
            return SignInOutcome.Refused(RefusalCodes.Replayed, "The logout token was used before.", organization);
        }

        await sessions.EndAsync(organization, provider.Issuer, token.SessionId is { } session ? [session] : [], token.Subject);
        await usedIds.TryAddAsync(
            provider.Issuer,
            token.Id,
            token.IssuedAt + LogoutTokenValidator.MaxAge + (2 * sp.Options.ClockSkew),
            CancellationToken.None
        );
        return null;
    }

    /// <summary>The answer for the identity provider says no more than the reference number (Back-Channel Logout 1.0, 2.8).</summary>
    private Task RefuseAsync(SamlSpContext sp, SignInOutcome outcome, string error) =>
        refusals.AnswerAsync(
            sp,
            outcome,
            reference =>
            {
                sp.Response.StatusCode = StatusCodes.Status400BadRequest;
                return sp.Response.WriteAsJsonAsync(
                    new LogoutError(error, $"An administrator finds the reason under the reference number {reference}."),
                    sp.Aborted
                );
            }
        );

    private sealed record LogoutError(
        [property: JsonPropertyName("error")] string Error,
        [property: JsonPropertyName("error_description")] string Description
    );
}
