using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.Users;

/// <summary>One user: the record and its source, sessions, recent activity, and the actions on them.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed partial class DetailsModel(
    IUserDirectory users,
    ISessionDirectory sessions,
    IAuditTrail trail,
    IUserLookup userLookup,
    OrgUnitChoices units,
    IOrganizationRegistry registry
) : ConsolePage
{
    /// <summary>The phrase to type before a user is deleted.</summary>
    public const string Phrase = "Delete User from Organization";

    private const int MaxEntries = 15;

    /// <summary>The user's ID.</summary>
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The user; null if this organization has none with that ID.</summary>
    public DirectoryUser? Record { get; private set; }

    /// <summary>The display name of the user.</summary>
    public string Title => Record is { } user ? DisplayText.Name(user) : "This user does not exist";

    /// <summary>Roles granted here.</summary>
    public IReadOnlyList<GrantedRole> Granted { get; private set; } = [];

    /// <summary>Roles that the newest session has by group.</summary>
    public IReadOnlyList<string> ByGroup { get; private set; } = [];

    /// <summary>Live sessions.</summary>
    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    /// <summary>The recent entries of the audit trail.</summary>
    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    /// <summary>The display names of the users in the entries, by user ID.</summary>
    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();

    /// <summary>The org units to choose from.</summary>
    public IReadOnlyList<OrgUnit> Units { get; private set; } = [];

    /// <summary>
    /// An org unit that does not exist, to which the user would be moved, with the policy there; null unless that is asked.
    /// </summary>
    public (string Path, SessionPolicy Policy)? NewUnit { get; private set; }

    /// <summary>How many sessions end when the user is moved.</summary>
    public string Ending =>
        Sessions.Count == 0
            ? "No session ends: the user is not signed in."
            : DisplayText.Count(Sessions.Count, "session of the user ends.", "sessions of the user end.");

    /// <summary>Whether this is the caller.</summary>
    public bool IsSelf => Id == Session.UserId;

    /// <summary>Whether the caller may change this user. Only owners change owners.</summary>
    public bool MayChange => Administers && (Owns || !IsOwner);

    /// <summary>Whether deleted users are refused at their next sign-in, instead of created again.</summary>
    public bool RefusesDeleted => registry.TryGet(Organization, out var organization) && organization.Options.RefuseDeleted;

    /// <summary>Whether the user is an owner, by grant or by group.</summary>
    public bool IsOwner => ConsoleRoles.IsOwner(Granted.Select(g => g.Role), ByGroup, Sessions);

    /// <summary>Whether no other user who can sign in is an owner.</summary>
    public bool IsLastOwner { get; private set; }

    /// <summary>Roles that the caller can grant.</summary>
    public IReadOnlyList<string> Grantable =>
        [
            .. RoleNames
                .List(registry, Organization)
                .Where(role => (Owns || !Is(role, ConsoleRoles.Owner)) && !Granted.Any(g => Is(g.Role, role))),
        ];

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (!await LoadAsync())
        {
            return NotFoundPage();
        }

        await LoadActivityAsync();
        return Page();
    }

    internal string Name(string id) => AuditDisplayText.Name(Names, id);

    private static bool Is(string role, string other) => string.Equals(role, other, StringComparison.OrdinalIgnoreCase);

    private async Task LoadActivityAsync()
    {
        Units = await units.ListAsync(Organization, Aborted);
        Entries = await trail.SearchAsync(Organization, new() { About = Id, Limit = MaxEntries }, Aborted);
        Names = await userLookup.NamesAsync(
            Organization,
            [.. Entries.SelectMany(e => new[] { e.Actor, e.Target }).Concat(Granted.Select(g => g.GrantedBy)).OfType<string>().Distinct()],
            Aborted
        );
    }

    private async Task<bool> LoadAsync()
    {
        Record = await users.FindAsync(Organization, Id, Aborted);
        if (Record is null)
        {
            return false;
        }

        Granted = await users.ListRolesAsync(Organization, Id, Aborted);
        Sessions = (await sessions.ListAsync(Organization, new() { UserId = Id, Limit = 200 }, Aborted)).Sessions;
        ByGroup =
        [
            .. (await RolesByGroup.FindAsync(userLookup, registry, Organization, [Record], Aborted))
                .GetValueOrDefault(Id, [])
                .Union(Sessions.Count == 0 ? [] : Sessions[0].Roles, StringComparer.OrdinalIgnoreCase)
                .Where(role => !Granted.Any(g => Is(g.Role, role))),
        ];
        IsLastOwner = IsOwner && await userLookup.IsLastOwnerAsync(Organization, Id, Aborted);
        return true;
    }
}
