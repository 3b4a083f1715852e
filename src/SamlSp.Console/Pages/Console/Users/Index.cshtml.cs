using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.Users;

/// <summary>The organization's users, with search, filters and pages.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed partial class IndexModel(
    IUserDirectory users,
    IUserLookup lookup,
    ISessionDirectory sessions,
    IOrganizationRegistry registry
) : ListPage
{
    private static readonly string[] Columns =
    [
        "id",
        "displayName",
        "nameId",
        "mail",
        "userPrincipalName",
        "userType",
        "state",
        "orgUnit",
        "orgUnitPinned",
        "grantedRoles",
        "rolesByGroup",
        "createdAt",
        "lastSignInAt",
        "externalId",
        "objectId",
    ];

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

    /// <summary>The users.</summary>
    public UserPage Found { get; private set; } = new([], null);

    /// <summary>The roles by group of the users, by user ID.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ByGroup { get; private set; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Roles to filter by.</summary>
    public IReadOnlyList<string> Roles => RoleNames.List(registry, Organization);

    /// <summary>Whether a filter is set.</summary>
    public bool IsFiltered => Filter.Any(f => f.Key != "sort");

    /// <inheritdoc />
    public override IDictionary<string, string> Filter =>
        Values(("text", Text), ("type", Type?.ToString()), ("state", State?.ToString()), ("unit", Unit), ("role", Granted));

    private UserQuery Query =>
        new()
        {
            Text = Plain(Text),
            OrgUnitPath = Plain(Unit),
            IncludeUnitsBelow = true,
            UserType = Type,
            State = State,
            Role = Plain(Granted),
            Descending = IsReversed,
            After = After,
        };

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        Found = await users.SearchAsync(Organization, Query, Aborted);
        ByGroup = await RolesByGroup.FindAsync(lookup, registry, Organization, Found.Users, Aborted);
        await CountAsync(
            Found.Users.Count,
            Found.Next is null,
            async limit =>
            {
                if (IsFiltered)
                {
                    return await lookup.CountAsync(Organization, Query, limit, Aborted);
                }

                return Math.Min(limit, (await lookup.CountAsync(Organization, Aborted)).Users);
            }
        );
    }

    /// <summary>Exports the users of the filter.</summary>
    [RequireRole(ConsoleRole.Reader)]
    public Task<IActionResult> OnPostExportAsync(string? format) => ExportAsync(format, "users", Columns, RowsAsync);

    private async IAsyncEnumerable<IReadOnlyList<string?>> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? after = null; ; )
        {
            var page = await users.SearchAsync(Organization, Query with { After = after, Limit = UserQuery.MaxAtOnce }, cancellationToken);
            var byGroup = await RolesByGroup.FindAsync(lookup, registry, Organization, page.Users, cancellationToken);
            foreach (var user in page.Users)
            {
                yield return
                [
                    user.Id,
                    user.DisplayName,
                    user.NameId,
                    user.Mail,
                    user.OriginalUserPrincipalName,
                    user.UserType.ToString(),
                    user.State.ToString(),
                    user.OrgUnitPath,
                    user.OrgUnitPinned ? "true" : "false",
                    string.Join(' ', user.GrantedRoles),
                    string.Join(' ', byGroup.GetValueOrDefault(user.Id) ?? []),
                    DisplayText.Iso(user.CreatedAt),
                    user.LastSignInAt is { } at ? DisplayText.Iso(at) : null,
                    user.ExternalId,
                    user.ObjectId,
                ];
            }

            if (page.Next is null)
            {
                yield break;
            }

            after = page.Next;
        }
    }
}
