using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Directory;
using SamlSp.Protocol;

namespace SamlSp.Console;

/// <summary>Serves owner links: shows what a link does, and does it once. Every link that is not genuine is refused.</summary>
internal sealed partial class OwnerLinkEndpoint(
    OwnerLinks links,
    RefusalResponder refusals,
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
    private const string ConsolePath = "/console";
    private const string Actor = "operator";
    private const string CookieName = "SamlSp.Owner";
    private const int MaxFormLength = 16 * 1024;

    /// <summary>The issuer of a session that an owner link made, without a sign-in.</summary>
    public const string SessionIssuer = "urn:samlsp:owner-link";

    private static readonly TimeSpan BreakGlassLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan SignInTimeout = TimeSpan.FromMinutes(15);

    private readonly IDataProtector _protector = protection.CreateProtector("SamlSp.OwnerLink.v1");

    /// <summary>Shows what the link does. Nothing is changed, so a link survives a mail scanner that opens it.</summary>
    public async Task ShowAsync(HttpContext context)
    {
        var text = context.Request.Query["token"].ToString();
        if (links.Verify(text, out var problem) is not { } token)
        {
            await RefuseAsync(context, problem);
            return;
        }

        if (await links.IsUsedAsync(token, context.RequestAborted))
        {
            await RefuseAsync(context, OwnerLinkProblem.Used);
            return;
        }

        if (token.Subject == OwnerLinks.NewOrganization)
        {
            await OwnerLinkPages.WriteNewAsync(new(context, links.Scheme), text, token.ExpiresAt);
            return;
        }

        var usable = links.Builder.Registry.TryGet(token.Subject, out var organization) && organization.Options.Connection.Enabled;
        await OwnerLinkPages.WriteAsync(new(context, links.Scheme), text, token, organization?.DisplayName ?? token.Subject, usable);
    }

    /// <summary>Uses the link, in the way that the caller chose.</summary>
    public async Task UseAsync(HttpContext context)
    {
        // The form is bounded before it is read.
        if (!context.Request.HasFormContentType || context.Request.ContentLength is null or > MaxFormLength)
        {
            await RefuseAsync(context, OwnerLinkProblem.Invalid);
            return;
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var text = form["token"].ToString();
        if (links.Verify(text, out var problem) is not { } token)
        {
            await RefuseAsync(context, problem);
            return;
        }

        // The name is checked before the link counts as used: a typing mistake must not cost the link.
        var isNew = token.Subject == OwnerLinks.NewOrganization;
        var title = isNew ? form["name"].ToString().Trim() : token.Subject;
        if (isNew && !OrganizationDisplayName.IsValid(title))
        {
            await OwnerLinkPages.WriteNewAsync(
                new(context, links.Scheme),
                text,
                token.ExpiresAt,
                DisplayText.Bounded(title),
                error: $"A name has 1 to {OrganizationDisplayName.MaxLength} characters that can be seen."
            );
            return;
        }

        // The short name is part of addresses. Where the name itself can be one, there is nothing to ask.
        var chosen = form["address"].ToString().Trim();
        var name =
            !isNew || Organization.IsName(title) ? title
            : chosen.Length > 0 ? chosen
            : OrganizationAddress.From(title);
        var organization = Organization.IsName(name) ? await organizations.FindAsync(name, context.RequestAborted) : null;
        if (organization is null ? !Organization.IsName(name) || (chosen.Length == 0 && name != title) : isNew)
        {
            await OwnerLinkPages.WriteNewAsync(
                new(context, links.Scheme),
                text,
                token.ExpiresAt,
                title,
                DisplayText.Bounded(name),
                organization is not null ? "This short name is taken. Choose another one."
                    : name.Length == 0 ? "No short name can be made of this name. Enter one, for example contoso."
                    : chosen.Length == 0 ? null
                    : "A short name has up to 64 letters, digits, dots, hyphens and underscores, and begins with a letter or a digit."
            );
            return;
        }

        // From here on the link is used, on all nodes.
        if (!await links.TakeAsync(token, context.RequestAborted))
        {
            await RefuseAsync(context, OwnerLinkProblem.Used);
        }
        else if (form["way"] == "sign-in" && organization is { IsInUse: true })
        {
            SignIn(context, organization.Name);
        }
        else
        {
            await EnterAsync(context, organization?.Name ?? await CreateAsync(name, title, context.RequestAborted));
        }
    }

    /// <summary>Makes the user an owner who followed a link and has signed in since.</summary>
    public async Task ClaimAsync(HttpContext context)
    {
        var promised = PromisedOrganization(context);
        context.Response.Cookies.Delete(HostCookie.Name(links.Options, CookieName), HostCookie.Options(links.Options));
        await context.AuthenticateAsync(SamlSpDefaults.SessionScheme);
        if (
            promised is null
            || context.GetSamlSpSession() is not { } session
            || !session.Organization.Equals(promised, StringComparison.OrdinalIgnoreCase)
        )
        {
            await RefuseAsync(context, OwnerLinkProblem.SignInIncomplete);
            return;
        }

        var change = await users.GrantRoleAsync(session.Organization, session.UserId, OwnerLinks.Role, Actor, context.RequestAborted);
        await WriteAuditAsync(session.Organization, "signed-in", session.UserId, context.RequestAborted);

        // The grant has ended the session, which did not have the role. The next one has it.
        Redirect(context, change == UserChange.Done ? SignInUrl(session.Organization, ConsolePath) : ConsolePath);
    }

    private async Task<string> CreateAsync(string name, string title, CancellationToken cancellationToken)
    {
        var created = await organizations.CreateAsync(name, new() { DisplayName = title }, Actor, cancellationToken);
        return created.Saved
            ? created.Entry.Name
            : throw new InvalidOperationException("The organization could not be created: " + string.Join("; ", created.Errors));
    }

    private void SignIn(HttpContext context, string organization)
    {
        var cookie = HostCookie.Options(links.Options);
        cookie.MaxAge = SignInTimeout;
        var promise = JsonSerializer.SerializeToUtf8Bytes(new Promise(organization, clock.GetUtcNow() + SignInTimeout));
        context.Response.Cookies.Append(
            HostCookie.Name(links.Options, CookieName),
            Convert.ToBase64String(_protector.Protect(promise)),
            cookie
        );
        Redirect(context, SignInUrl(organization, ClaimPath));
    }

    /// <summary>Creates a session without the identity provider. It is short, and belongs to no user record.</summary>
    private async Task EnterAsync(HttpContext context, string organization)
    {
        var now = clock.GetUtcNow();
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var session = new Session
        {
            Id = id,
            Organization = organization,
            UserId = "owner-link:" + SessionReference.FromId(id)[^12..],
            Key = new("owner-link", id[..16]),
            UserType = UserType.Member,
            NameId = "owner by link",
            DisplayName = "Owner by link",
            OrgUnitPath = "/",
            Roles = [OwnerLinks.Role],
            Issuer = SessionIssuer,
            AssertedNameId = new NameId("owner-link"),
            AuthenticatedAt = now,
            CreatedAt = now,
            ExpiresAt = now + BreakGlassLifetime,
            ExpiresBy = SessionEndCause.OperatorMaximum,
        };
        await sessions.AddAsync(session, context.RequestAborted);
        await WriteAuditAsync(organization, "break-glass", session.UserId, context.RequestAborted);
        await context.SignInAsync(SamlSpDefaults.SessionScheme, SessionCookieEvents.Reference(session), new() { AllowRefresh = false });
        Redirect(context, ConsolePath);
    }

    private async Task WriteAuditAsync(string organization, string way, string userId, CancellationToken cancellationToken)
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

    /// <summary>The organization that this browser may claim, from the cookie that <see cref="SignIn"/> has set.</summary>
    private string? PromisedOrganization(HttpContext context)
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
        Page.SeeOther(context.Response, context.Request.PathBase + path);
    }

    private Task RefuseAsync(HttpContext context, OwnerLinkProblem problem)
    {
        var reason = problem switch
        {
            OwnerLinkProblem.Expired => "The owner link has expired.",
            OwnerLinkProblem.Used => "The owner link was used before.",
            OwnerLinkProblem.SignInIncomplete =>
                "The owner link was not completed: there is no sign-in at its organization, in the same browser, within 15 minutes.",
            _ => "The owner link is not genuine, or is for another server.",
        };
        return refusals.AnswerAsync(
            new(context, links.Scheme),
            SignInOutcome.Refused(SignInRefusalCodes.OwnerLinkInvalid, reason),
            reference => OwnerLinkPages.WriteRefusedAsync(new(context, links.Scheme), problem, reference)
        );
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "An owner link of {Organization} was used ({Way}): {UserId} is an owner",
        EventName = "OwnerLinkUsed"
    )]
    private partial void LogUsed(string organization, string way, string userId);

    private sealed record Promise(string Organization, DateTimeOffset Until);
}
