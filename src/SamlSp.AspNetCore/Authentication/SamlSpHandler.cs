using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// The authentication handler of a SAML service provider. Serves the endpoints below <see cref="SamlSpOptions.ModulePath"/>; a challenge
/// sends the browser to the identity provider, and tells an API caller what is missing; authentication is that of the session's scheme.
/// </summary>
internal sealed class SamlSpHandler(
    IOptionsMonitor<SamlSpOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    SamlSpSchemes schemes
) : AuthenticationHandler<SamlSpOptions>(options, logger, encoder), IAuthenticationRequestHandler, IAuthenticationSignOutHandler
{
    private OrganizationRegistry Registry => schemes.Get(Scheme.Name).Registry;

    private ServiceProviderKeys Keys => schemes.Get(Scheme.Name).Keys;

    /// <inheritdoc />
    public async Task<bool> HandleRequestAsync()
    {
        if (Request.Path == SamlSpDefaults.OpenIdCallbackPath && schemes.Default.Name == Scheme.Name)
        {
            if (HttpMethods.IsGet(Request.Method))
            {
                await Context.RequestServices.GetRequiredService<OpenIdCallbackEndpoint>().HandleAsync(Context, Options, Registry);
            }
            else
            {
                await RefuseMethodAsync("GET");
            }

            return true;
        }

        if (!Request.Path.StartsWithSegments(Options.ModulePath, StringComparison.OrdinalIgnoreCase, out var rest))
        {
            return false;
        }

        if (Request.ContentLength > MessageForm.MaxBodySize)
        {
            await RefuseAsync(RefusalCodes.TooLarge, "The body is larger than the limit.", StatusCodes.Status413PayloadTooLarge);
            return true;
        }

        switch ((Request.Method.ToUpperInvariant(), rest.Value!.ToLowerInvariant()))
        {
            case ("GET" or "HEAD", "" or "/"):
                await MetadataPublisher.WriteAsync(Context, Options, Keys);
                return true;
            case ("GET", "/signin"):
                await StartFromQueryAsync();
                return true;
            case ("GET", "/test"):
                await Context
                    .RequestServices.GetRequiredService<TrialSignIn>()
                    .StartAsync(Context, Options, Keys, Request.Query["id"].ToString());
                return true;
            case ("POST", "/acs"):
                await Context.RequestServices.GetRequiredService<AcsEndpoint>().HandleAsync(Context, Options, Registry, Keys);
                return true;
            case ("GET" or "POST", "/logout"):
                await Context.RequestServices.GetRequiredService<LogoutEndpoint>().HandleAsync(Context, Options, Registry, Keys);
                return true;
            case ("GET", "/refused"):
                await IdentityProviderErrorPage.WriteAsync(Context, Options);
                return true;
            case ("GET" or "HEAD", "/pages.css"):
                await PageAsset.WriteAsync(Context, "pages.css", "text/css; charset=utf-8");
                return true;
            case ("GET" or "HEAD", "/post.js"):
                await PageAsset.WriteAsync(Context, "post.js", "text/javascript; charset=utf-8");
                return true;
            case (_, "" or "/" or "/signin" or "/acs" or "/logout"):
                await RefuseMethodAsync(
                    rest.Value.Equals("/Acs", StringComparison.OrdinalIgnoreCase) ? "POST"
                    : rest.Value.Equals("/Logout", StringComparison.OrdinalIgnoreCase) ? "GET, POST"
                    : "GET"
                );
                return true;
            default:
                return false;
        }
    }

    /// <summary>Ends the session, here and at the identity provider.</summary>
    public Task SignOutAsync(AuthenticationProperties? properties) =>
        Context
            .RequestServices.GetRequiredService<LogoutEndpoint>()
            .StartAsync(Context, Options, Registry, Keys, ReturnUrl.Local(properties?.RedirectUri, Options.BaseUrl!, otherwise: ""));

    /// <summary>As at <c>/Saml2/Logout</c> without a message.</summary>
    internal Task LeaveAsync() =>
        Context.RequestServices.GetRequiredService<LogoutEndpoint>().AskOrStartAsync(Context, Options, Registry, Keys);

    /// <summary>The session's principal, as the cookie refers to it.</summary>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var result = await Context.AuthenticateAsync(SamlSpDefaults.SessionScheme);
        return result.Succeeded
            ? AuthenticateResult.Success(new(result.Principal, result.Properties, Scheme.Name))
            : AuthenticateResult.NoResult();
    }

    /// <inheritdoc />
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Context.Features.Get<UnknownSession>() is { } unknown)
        {
            throw new StoreUnavailableException("The session could not be looked up.", unknown.Why);
        }

        var ended = Context.Features.Get<EndedSession>();
        var reauthenticate =
            (properties.Items.TryGetValue(SamlSpDefaults.ForceAuthnItem, out var force) && force == "true")
            || ended?.NeedsReauthentication == true;
        if (!Page.IsWanted(Request))
        {
            return ApiChallenge.WriteAsync(Context, ended?.ReauthenticationFrequency, reauthenticate);
        }

        var returnUrl = ReturnUrl.Local(properties.RedirectUri ?? Request.PathBase + Request.Path + Request.QueryString, Options.BaseUrl!);
        properties.Items.TryGetValue(SamlSpDefaults.LoginHintItem, out var hint);
        properties.Items.TryGetValue(SamlSpDefaults.OrganizationItem, out var name);
        return StartAsync(name ?? ended?.Organization, returnUrl, reauthenticate, hint);
    }

    /// <inheritdoc />
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => ForbiddenPage.WriteAsync(Context, Options);

    private Task RefuseAsync(string code, string reason, int status) =>
        Context
            .RequestServices.GetRequiredService<RefusalResponder>()
            .AnswerAsync(Context, Options, SignInOutcome.Refused(code, reason), status);

    private Task RefuseMethodAsync(string allowed)
    {
        Response.Headers.Allow = allowed;
        return RefuseAsync(RefusalCodes.Malformed, "The method is not one of this endpoint.", StatusCodes.Status405MethodNotAllowed);
    }

    private Task StartFromQueryAsync()
    {
        var query = Request.Query;
        var returnUrl = ReturnUrl.Local(query["ReturnUrl"], Options.BaseUrl!);
        var reauthenticate = string.Equals(query["reauthenticate"], "true", StringComparison.OrdinalIgnoreCase);
        return query["identifier"].ToString() is { Length: > 0 } identifier
            ? IdentifyAsync(identifier.Trim(), returnUrl, reauthenticate)
            : StartAsync(query["organization"], returnUrl, reauthenticate, query["login_hint"]);
    }

    /// <summary>Starts at the organization that a name or an address speaks of, or asks again.</summary>
    internal Task IdentifyAsync(string identifier, string returnUrl, bool reauthenticate) =>
        Registry.TryGetByIdentifier(identifier, out var organization)
            ? StartAsync(
                organization.Name,
                returnUrl,
                reauthenticate,
                identifier.Contains('@', StringComparison.Ordinal) ? identifier : null
            )
            : LoginPage.WriteAsync(
                Context,
                Options,
                returnUrl,
                reauthenticate,
                unknown: identifier.Length > 320 ? identifier[..320] : identifier
            );

    /// <summary>Starts at the organization of that name; at the only one; or asks which.</summary>
    internal Task StartAsync(string? name, string returnUrl, bool reauthenticate, string? loginHint)
    {
        var organization =
            !string.IsNullOrEmpty(name) ? (Registry.TryGet(name, out var named) ? named : null)
            : Registry.All.Count == 1 ? Registry.All.First()
            : null;
        if (organization is null && !string.IsNullOrEmpty(name))
        {
            return LoginPage.WriteAsync(Context, Options, returnUrl, reauthenticate, unknown: name.Length > 320 ? name[..320] : name);
        }

        return organization is null
            ? LoginPage.WriteAsync(Context, Options, returnUrl, reauthenticate)
            : Context
                .RequestServices.GetRequiredService<SignInStarter>()
                .StartAsync(Context, Options, Keys, organization, returnUrl, reauthenticate, loginHint);
    }
}
