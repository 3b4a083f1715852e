using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>A page of the console: always somebody's, and always of that person's organization.</summary>
internal abstract class ConsolePage : PageModel
{
    private DateTimeOffset? _now;

    /// <summary>The caller's session.</summary>
    public Session Session =>
        HttpContext.GetSamlSpSession() ?? throw new InvalidOperationException("The console is open to people with a session only.");

    /// <summary>The name of the caller's organization: the only one that this page can speak of.</summary>
    public string Organization => Session.Organization;

    /// <summary>What the organization is called.</summary>
    public string OrganizationTitle =>
        HttpContext.RequestServices.GetRequiredService<IOrganizationRegistry>().TryGet(Organization, out var organization)
            ? organization.DisplayName
            : Organization;

    /// <summary>Who is named in the audit trail.</summary>
    public string Actor => Session.UserId;

    /// <summary>What the caller may do.</summary>
    public ConsoleRole Role => ConsoleRoles.Of(Session);

    /// <summary>Whether the caller may look after people, sessions and units.</summary>
    public bool Administers => Role >= ConsoleRole.Administrator;

    /// <summary>Whether the caller may change the connection, rules and tokens.</summary>
    public bool Owns => Role >= ConsoleRole.Owner;

    /// <summary>The instant that all of the page is told by.</summary>
    public DateTimeOffset Now => _now ??= HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>What the last act has done, shown once.</summary>
    [TempData]
    public string? Done { get; set; }

    /// <summary>Why the last act was not done, shown once.</summary>
    [TempData]
    public string? Failed { get; set; }

    /// <summary>
    /// Whether a form of this page leads to the identity provider by a redirect, against which browsers hold form-action as well.
    /// </summary>
    internal virtual bool FormsLeadElsewhere => false;

    /// <summary>Cancels when the browser goes away.</summary>
    protected CancellationToken Aborted => HttpContext.RequestAborted;
}
