using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SamlSp.AspNetCore;

/// <summary>
/// Sends a browser to its organization's OpenID Connect identity provider: code flow (OpenID Connect Core 3.1.2.1) with PKCE (RFC 7636),
/// and with a nonce besides.
/// </summary>
internal sealed class OpenIdStarter(PendingRequestCookies cookies, OpenIdRequestSender sender, LogoutHints hints, TimeProvider clock)
{
    private static readonly string[] DefaultScopes = ["profile", "email"];

    /// <summary>Sends the browser.</summary>
    /// <returns>Null, or a sentence for the log that says why it could not be sent; then it was not answered.</returns>
    public async Task<string?> StartAsync(SamlSpContext sp, Organization organization, OpenIdProvider provider, SignInStart start)
    {
        var pending = new PendingRequest
        {
            Id = Random(),
            Handle = cookies.NewHandle(retry: sp.Request.Query["retry"] == "1"),
            Marked = sp.Request.Query["trace"] == "true",
            IssuedAt = clock.GetUtcNow(),
            Organization = organization.Name,
            IdentityProvider = provider.Issuer,
            ReturnUrl = start.ReturnUrl,
            ForceAuthn = start.ForceAuthn,
            IsPassive = start.IsPassive,
            Requirement = start.Requirement,
            Nonce = Random(),
            CodeVerifier = organization.Options.Connection.UsePkce ? Random() : null,
            Test = start.Trial,
        };
        var parameters = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = organization.Options.Connection.ClientId,
            ["response_type"] = "code",
            ["response_mode"] = "query",
            ["redirect_uri"] = sp.Address.OpenIdCallbackUrl,
            ["scope"] = string.Join(
                ' ',
                DefaultScopesOr(organization.Options.Connection).Prepend("openid").Distinct(StringComparer.Ordinal)
            ),
            ["state"] = pending.Handle,
            ["nonce"] = pending.Nonce,
        };
        if (pending.CodeVerifier is { } verifier)
        {
            parameters["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
            parameters["code_challenge_method"] = "S256";
        }

        if (start.IsPassive)
        {
            parameters["prompt"] = "none";
        }
        else if (start.ForceAuthn)
        {
            parameters["prompt"] = "login";
            if (organization.Options.Connection.UseMaxAge)
            {
                parameters["max_age"] = "0";
            }
        }

        StepUpRequest.AddTo(parameters, organization, provider, start);
        if (start.LoginHint is { } hint)
        {
            parameters["login_hint"] = hint;
        }

        var (url, error) = await sender.CreateUrlAsync(sp, organization, provider, parameters);
        if (url is null)
        {
            return error;
        }

        cookies.Add(sp, pending);
        Page.SetHeaders(sp.Response);
        sp.Response.Redirect(url);
        return null;
    }

    /// <summary>
    /// Sends the browser to the identity provider's sign-out; it comes back to the one redirect URI that is registered (OpenID Connect
    /// RP-Initiated Logout 1.0, 2).
    /// </summary>
    public void StartLogout(SamlSpContext sp, Organization organization, OpenIdProvider provider, Session session, string returnUrl)
    {
        var pending = new PendingRequest
        {
            Id = Random(),
            Handle = cookies.NewHandle(),
            IssuedAt = clock.GetUtcNow(),
            Organization = organization.Name,
            IdentityProvider = provider.Issuer,
            ReturnUrl = returnUrl,
            Logout = true,
        };
        cookies.Add(sp, pending);
        Page.SetHeaders(sp.Response);
        sp.Response.Redirect(
            QueryHelpers.AddQueryString(
                provider.EndSessionUrl!,
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["client_id"] = organization.Options.Connection.ClientId,
                    ["post_logout_redirect_uri"] = sp.Address.OpenIdCallbackUrl,
                    ["state"] = pending.Handle,
                    ["id_token_hint"] = hints.IdToken(session),
                    ["logout_hint"] = LogoutHints.LogoutHint(session),
                }
            )
        );
    }

    private static IEnumerable<string> DefaultScopesOr(SamlSpConnectionOptions connection) => connection.Scopes ?? DefaultScopes;

    /// <summary>256 random bits in 43 characters.</summary>
    private static string Random() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
}
