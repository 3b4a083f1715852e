using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.Users;

/// <summary>One person: the record and where it comes from, sessions, what happened lately, and what can be done.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed partial class DetailsModel(
    IUserDirectory users,
    ISessionDirectory sessions,
    IAuditTrail trail,
    IUserLookup people,
    IOrganizationRegistry registry
) : ConsolePage
{
    /// <summary>What has to be typed to delete somebody.</summary>
    public const string Phrase = "Delete User from Organization";

    private const int Shown = 15;

    /// <summary>The record's ID.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The record; null when there is none of that ID in this organization.</summary>
    public DirectoryUser? Person { get; private set; }

    /// <summary>What the person is called.</summary>
    public string Title => Person is { } person ? person.DisplayName ?? person.NameId ?? person.Mail ?? person.Id : "There is no such user";

    /// <summary>Roles granted here.</summary>
    public IReadOnlyList<GrantedRole> Granted { get; private set; } = [];

    /// <summary>Roles that the newest session has by group.</summary>
    public IReadOnlyList<string> ByGroup { get; private set; } = [];

    /// <summary>Live sessions.</summary>
    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    /// <summary>What happened lately.</summary>
    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    /// <summary>What the people in the entries are called.</summary>
    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();

    /// <summary>Whether this is the caller.</summary>
    public bool IsSelf => Id == Session.UserId;

    /// <summary>Whether the caller may change this record: one of an owner is for owners.</summary>
    public bool MayChange => Administers && (Owns || !IsOwner);

    /// <summary>Whether deleted people are refused from then on, instead of made anew.</summary>
    public bool RefusesDeleted => registry.TryGet(Organization, out var organization) && organization.Options.RefuseDeleted;

    /// <summary>Whether the person is an owner, by grant or by group.</summary>
    public bool IsOwner => Granted.Any(g => Is(g.Role, ConsoleRoles.Owner)) || Sessions.Any(s => ConsoleRoles.Of(s) == ConsoleRole.Owner);

    /// <summary>Roles that the caller can grant.</summary>
    public IReadOnlyList<string> Grantable =>
        [
            .. RoleNames
                .Of(registry, Organization)
                .Where(role => (Owns || !Is(role, ConsoleRoles.Owner)) && !Granted.Any(g => Is(g.Role, role))),
        ];

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (!await LoadAsync())
        {
            return NotThere();
        }

        Entries = await trail.SearchAsync(Organization, new() { About = Id, Limit = Shown }, Aborted);
        Names = await people.NamesAsync(
            Organization,
            [.. Entries.SelectMany(e => new[] { e.Actor, e.Target }).Concat(Granted.Select(g => g.GrantedBy)).OfType<string>().Distinct()],
            Aborted
        );
        return Page();
    }

    internal string Name(string id) => Names.GetValueOrDefault(id) ?? AuditDisplayText.Subject(id);

    private static bool Is(string role, string other) => string.Equals(role, other, StringComparison.OrdinalIgnoreCase);

    private async Task<bool> LoadAsync()
    {
        Person = await users.FindAsync(Organization, Id, Aborted);
        if (Person is null)
        {
            return false;
        }

        Granted = await users.ListRolesAsync(Organization, Id, Aborted);
        Sessions = (await sessions.ListAsync(Organization, new() { UserId = Id, Limit = 200 }, Aborted)).Sessions;
        ByGroup = [.. (Sessions.Count == 0 ? [] : Sessions[0].Roles).Where(role => !Granted.Any(g => Is(g.Role, role)))];
        return true;
    }

    private PageResult NotThere()
    {
        Response.StatusCode = 404;
        return Page();
    }
}
