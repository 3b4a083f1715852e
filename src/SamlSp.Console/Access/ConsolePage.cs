using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>A page of the console. It always has a caller with a session, and shows the caller's organization only.</summary>
internal abstract class ConsolePage : PageModel
{
    private DateTimeOffset? _now;

    /// <summary>The caller's session.</summary>
    public Session Session => HttpContext.GetSamlSpSession() ?? throw new InvalidOperationException("A console page needs a session.");

    /// <summary>The name of the caller's organization, which is the only one that a page can access.</summary>
    public string Organization => Session.Organization;

    /// <summary>The display name of the organization. <see cref="ConsoleGate"/> sets it.</summary>
    public string OrganizationTitle { get; internal set; } = "";

    /// <summary>The actor in audit entries.</summary>
    public string Actor => Session.UserId;

    /// <summary>The console role of the caller.</summary>
    public ConsoleRole Role => ConsoleRoles.From(Session);

    /// <summary>Whether the caller may manage users, sessions and org units.</summary>
    public bool Administers => Role >= ConsoleRole.Administrator;

    /// <summary>Whether the caller may change the connection, rules and tokens.</summary>
    public bool Owns => Role >= ConsoleRole.Owner;

    /// <summary>Whether the session was made by an owner link, without a sign-in. It belongs to no user, and ends after an hour.</summary>
    public bool IsOwnerByLink => Session.Issuer == OwnerLinkEndpoint.SessionIssuer;

    /// <summary>The current instant, the same for the whole page.</summary>
    public DateTimeOffset Now => _now ??= HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>The result of the last action, shown once.</summary>
    [TempData]
    public string? Done { get; set; }

    /// <summary>Why the last action failed, shown once.</summary>
    [TempData]
    public string? Failed { get; set; }

    /// <summary>
    /// Whether a form of this page ends in a redirect to another host. Browsers apply form-action to redirects as well.
    /// </summary>
    internal virtual bool FormsLeadOnward => false;

    /// <summary>
    /// What a form says in <c>data-unsaved</c>: <c>changed</c> when the answer to a post shows it again, so that leaving asks at once.
    /// </summary>
    public string Unsaved => HttpMethods.IsPost(Request.Method) ? "changed" : "";

    /// <summary>Cancelled when the browser disconnects.</summary>
    protected CancellationToken Aborted => HttpContext.RequestAborted;

    /// <summary>This page, which says that there is no such thing, with the status 404.</summary>
    protected PageResult NotFoundPage()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return Page();
    }
}
