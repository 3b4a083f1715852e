using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.Users;

/// <summary>The organization's users, with search, filters and pages.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class IndexModel(IUserDirectory users, IOrganizationRegistry registry) : ConsolePage
{
    /// <summary>A text in names and addresses.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Text { get; set; }

    /// <summary>A user type.</summary>
    [BindProperty(SupportsGet = true)]
    public UserType? Type { get; set; }

    /// <summary>A state.</summary>
    [BindProperty(SupportsGet = true)]
    public UserState? State { get; set; }

    /// <summary>An org unit; those below count as well.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Unit { get; set; }

    /// <summary>A granted role. (<c>Role</c> is the role of the caller.)</summary>
    [BindProperty(SupportsGet = true, Name = "role")]
    public string? Granted { get; set; }

    /// <summary>Where the page begins.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>The users.</summary>
    public UserPage Found { get; private set; } = new([], null);

    /// <summary>Roles to filter by.</summary>
    public IReadOnlyList<string> Roles => RoleNames.List(registry, Organization);

    /// <summary>Whether a filter is set.</summary>
    public bool IsFiltered =>
        !string.IsNullOrEmpty(Text)
        || !string.IsNullOrEmpty(Unit)
        || !string.IsNullOrEmpty(Granted)
        || Type is not null
        || State is not null;

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync() =>
        Found = await users.SearchAsync(
            Organization,
            new()
            {
                Text = Text,
                OrgUnitPath = string.IsNullOrWhiteSpace(Unit) ? null : Unit.Trim(),
                IncludeUnitsBelow = true,
                UserType = Type,
                State = State,
                Role = string.IsNullOrEmpty(Granted) ? null : Granted,
                After = After,
            },
            Aborted
        );
}
