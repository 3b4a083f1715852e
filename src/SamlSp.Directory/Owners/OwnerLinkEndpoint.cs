using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Protocol;

namespace SamlSp.Directory;

/// <summary>Follows an owner link: shows what it does, and does it once. What a stranger makes up is refused.</summary>
internal sealed partial class OwnerLinkEndpoint(
    OwnerLinks links,
    RefusalResponder refusing,
    IOrganizationDirectory organizations,
    IUserDirectory users,
    ISessionStore sessions,
    IAuditTrail audit,
    IDataProtectionProvider protection,
    TimeProvider clock,
    ILogger<OwnerLinkEndpoint> logger
)
{
    public const string ClaimPath = OwnerLinks.Path + "/claim";
    private const string Console = "/console";
    private const string Actor = "operator";
    private const string CookieName = "SamlSp.Owner";
    private const int MaxFormLength = 16 * 1024;
    private static readonly TimeSpan BreakGlass = TimeSpan.FromHours(1);
    private static readonly TimeSpan ToSignIn = TimeSpan.FromMinutes(15);

    private readonly IDataProtector _protector = protection.CreateProtector("SamlSp.OwnerLink.v1");

    public Task ShowAsync(HttpContext context)
    {
        var text = context.Request.Query["token"].ToString();
        if (links.Verify(text) is not { } token)
        {
            return RefuseAsync(context);
        }

        if (token.Subject == OwnerLinks.NewOrganization)
        {
            return OwnerLinkPages.WriteNewAsync(context, links.Options, text);
        }

        var usable = links.Builder.Registry.TryGet(token.Subject, out var organization) && organization.Options.Connection.Enabled;
        return OwnerLinkPages.WriteAsync(context, links.Options, text, token.Subject, organization?.DisplayName ?? token.Subject, usable);
    }

    public async Task UseAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentLength is null or > MaxFormLength)
        {
            await RefuseAsync(context);
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var text = form["token"].ToString();
        if (links.Verify(text) is not { } token)
        {
            await RefuseAsync(context);
            return;
        }

        var name = token.Subject == OwnerLinks.NewOrganization ? form["name"].ToString().Trim() : token.Subject;
        if (await organizations.FindAsync(name, context.RequestAborted) is not { } organization)
        {
            // Checked before the link is taken: a typing mistake must not cost it.
            if (!Organization.IsName(name))
            {
                await OwnerLinkPages.WriteNewAsync(
                    context,
                    links.Options,
                    text,
                    name.Length > 64 ? name[..64] : name,
                    "A name has letters, digits, dots, hyphens and underscores, and begins with a letter or a digit."
                );
                return;
            }

            organization = null;
        }
        else if (token.Subject == OwnerLinks.NewOrganization)
        {
            await OwnerLinkPages.WriteNewAsync(context, links.Options, text, name, "There is an organization of this name already.");
            return;
        }

        if (!await links.TakeAsync(token, context.RequestAborted))
        {
            await RefuseAsync(context);
        }
        else if (form["way"] == "sign-in" && organization is { IsInUse: true })
        {
            await SignInAsync(context, organization.Name);
        }
        else
        {
            await EnterAsync(context, organization?.Name ?? await MakeAsync(name, context.RequestAborted));
        }
    }

    /// <summary>Somebody comes back from signing in, to be made an owner.</summary>
    public async Task ClaimAsync(HttpContext context)
    {
        var promised = Promised(context);
        context.Response.Cookies.Delete(HostCookie.Name(links.Options, CookieName), HostCookie.Options(links.Options));
        await context.AuthenticateAsync(SamlSpDefaults.SessionScheme);
        if (
            promised is null
            || context.GetSamlSpSession() is not { } session
            || !session.Organization.Equals(promised, StringComparison.OrdinalIgnoreCase)
        )
        {
            await RefuseAsync(context);
            return;
        }

        var change = await users.GrantRoleAsync(session.Organization, session.UserId, OwnerLinks.Role, Actor, context.RequestAborted);
        await NoteAsync(session.Organization, "signed-in", session.UserId, context.RequestAborted);

        // The grant has ended the session, which did not have the role: the next one does.
        Redirect(context, change == UserChange.Done ? SignInUrl(session.Organization, Console) : Console);
    }

    private async Task<string> MakeAsync(string name, CancellationToken cancellationToken)
    {
        var made = await organizations.CreateAsync(name, new() { DisplayName = name }, Actor, cancellationToken);
        return made.Saved
            ? made.Entry.Name
            : throw new InvalidOperationException("The organization could not be made: " + string.Join("; ", made.Errors));
    }

    private Task SignInAsync(HttpContext context, string organization)
    {
        var cookie = HostCookie.Options(links.Options);
        cookie.MaxAge = ToSignIn;
        var promise = JsonSerializer.SerializeToUtf8Bytes(new Promise(organization, clock.GetUtcNow() + ToSignIn));
        context.Response.Cookies.Append(
            HostCookie.Name(links.Options, CookieName),
            Convert.ToBase64String(_protector.Protect(promise)),
            cookie
        );
        Redirect(context, SignInUrl(organization, ClaimPath));
        return Task.CompletedTask;
    }

    /// <summary>A session that no identity provider knows of: short, and of nobody's record.</summary>
    private async Task EnterAsync(HttpContext context, string organization)
    {
        var now = clock.GetUtcNow();
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var session = new Session
        {
            Id = id,
            Organization = organization,
            UserId = "owner-link:" + SessionReference.Of(id)[^12..],
            Key = new("owner-link", id[..16]),
            UserType = UserType.Member,
            NameId = "owner by link",
            DisplayName = "Owner by link",
            OrgUnitPath = "/",
            Roles = [OwnerLinks.Role],
            Issuer = "urn:samlsp:owner-link",
            AssertedNameId = new NameId("owner-link"),
            AuthenticatedAt = now,
            CreatedAt = now,
            ExpiresAt = now + BreakGlass,
            ExpiresBy = SessionEndCause.OperatorMaximum,
        };
        await sessions.AddAsync(session, context.RequestAborted);
        await NoteAsync(organization, "break-glass", session.UserId, context.RequestAborted);
        await context.SignInAsync(SamlSpDefaults.SessionScheme, SessionCookieEvents.Reference(session), new() { AllowRefresh = false });
        Redirect(context, Console);
    }

    private async Task NoteAsync(string organization, string way, string userId, CancellationToken cancellationToken)
    {
        LogUsed(organization, way, userId);
        await audit.WriteAsync(
            new()
            {
                At = clock.GetUtcNow(),
                Organization = organization,
                Actor = Actor,
                Action = AuditActions.OwnerLinkUsed,
                Target = userId,
                Code = way,
            },
            cancellationToken
        );
    }

    private string? Promised(HttpContext context)
    {
        try
        {
            return
                context.Request.Cookies[HostCookie.Name(links.Options, CookieName)] is { Length: > 0 and < 4096 } value
                && JsonSerializer.Deserialize<Promise>(_protector.Unprotect(Convert.FromBase64String(value))) is { } promise
                && promise.Until > clock.GetUtcNow()
                ? promise.Organization
                : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    private string SignInUrl(string organization, string returnUrl) =>
        $"{links.Options.ModulePath}/SignIn?organization={Uri.EscapeDataString(organization)}&ReturnUrl={Uri.EscapeDataString(returnUrl)}";

    private static void Redirect(HttpContext context, string path)
    {
        Page.SetHeaders(context.Response);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = context.Request.PathBase + path;
    }

    private Task RefuseAsync(HttpContext context) =>
        refusing.AnswerAsync(
            context,
            links.Options,
            SignInOutcome.Refused(SignInRefusalCodes.OwnerLinkInvalid, "The owner link is not genuine, is too old, or was used before.")
        );

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "An owner link of {Organization} was used ({Way}): {UserId} is an owner",
        EventName = "OwnerLinkUsed"
    )]
    private partial void LogUsed(string organization, string way, string userId);

    private sealed record Promise(string Organization, DateTimeOffset Until);
}
