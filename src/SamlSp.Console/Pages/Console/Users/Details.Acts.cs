using Microsoft.AspNetCore.Mvc;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.Users;

/// <summary>
/// The actions on a user record. Each is one change in the directory, which ends sessions and writes the audit entry in the same
/// transaction.
/// </summary>
internal sealed partial class DetailsModel
{
    /// <summary>Suspends the user.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public Task<IActionResult> OnPostSuspendAsync() =>
        ChangeAsync(
            () => users.SuspendAsync(Organization, Id, Actor, Aborted),
            "Suspended. All sessions of the user have ended, and new sign-ins are refused.",
            removesRights: true
        );

    /// <summary>Restores a suspended user.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public Task<IActionResult> OnPostRestoreAsync() =>
        ChangeAsync(() => users.RestoreAsync(Organization, Id, Actor, Aborted), "Restored. The user can sign in again.");

    /// <summary>Deletes the user record, if the phrase was typed.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostDeleteAsync(string? phrase)
    {
        if (phrase?.Trim() != Phrase)
        {
            Failed = $"Nothing was deleted. Type “{Phrase}” to confirm.";
            return RedirectToPage(new { Id });
        }

        return await ChangeAsync(
            () => users.DeleteAsync(Organization, Id, Actor, Aborted),
            "The user was deleted from the organization.",
            removesRights: true,
            nextPage: RefusesDeleted ? null : "/Console/Users/Index"
        );
    }

    /// <summary>Removes the tombstone of a deleted user.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public Task<IActionResult> OnPostForgetAsync() =>
        ChangeAsync(
            () => users.ForgetAsync(Organization, Id, Actor, Aborted),
            "This user can sign in again, and gets a new record.",
            nextPage: "/Console/Users/Index"
        );

    /// <summary>Moves the user to an org unit. One that does not exist is created only after a question.</summary>
    /// <param name="path">The org unit that was chosen.</param>
    /// <param name="other">The path of another one, which was typed; counts before the choice.</param>
    /// <param name="create">The path that may be created.</param>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostMoveAsync(string? path, string? other, string? create)
    {
        var target = string.IsNullOrWhiteSpace(other) ? path?.Trim() ?? "" : other.Trim();
        if (
            target != create
            && OrgUnitPath.IsValid(target)
            && !(await units.ListAsync(Organization, Aborted)).Any(unit => Is(unit.Path, target))
            && await LoadAsync()
            && MayChange
        )
        {
            NewUnit = (target, await units.PolicyAsync(Organization, target, Aborted));
            await LoadActivityAsync();
            return Page();
        }

        return await ChangeAsync(
            () => users.MoveAsync(Organization, Id, target, Actor, Aborted),
            $"Moved to {target}. Later sign-ins do not change the org unit."
        );
    }

    /// <summary>Lets the rule set the org unit again.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public Task<IActionResult> OnPostUnpinAsync() =>
        ChangeAsync(() => users.UnpinAsync(Organization, Id, Actor, Aborted), "The rule sets the org unit from the next sign-in on.");

    /// <summary>Grants a role.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public Task<IActionResult> OnPostGrantAsync(string? role) =>
        role is null
        || (Is(role, ConsoleRoles.Owner) && !Owns)
        || !RoleNames.List(registry, Organization).Contains(role, StringComparer.OrdinalIgnoreCase)
            ? Task.FromResult<IActionResult>(Forbid(AspNetCore.SamlSpDefaults.SessionScheme))
            : ChangeAsync(
                () => users.GrantRoleAsync(Organization, Id, role, Actor, Aborted),
                $"Granted the role {role}. It applies from the next sign-in on."
            );

    /// <summary>Revokes a granted role.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public Task<IActionResult> OnPostRevokeAsync(string? role) =>
        ChangeAsync(
            () => users.RevokeRoleAsync(Organization, Id, role ?? "", Actor, Aborted),
            $"Revoked the role {role}. The sessions of this user have ended.",
            removesRights: Is(role ?? "", ConsoleRoles.Owner)
        );

    /// <summary>Ends all of the user's sessions except the one of this request.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostEndSessionsAsync()
    {
        if (!await LoadAsync())
        {
            return NotFoundPage();
        }

        if (!MayChange)
        {
            return Forbid(AspNetCore.SamlSpDefaults.SessionScheme);
        }

        var ended = await sessions.EndOfUserAsync(
            Organization,
            Id,
            IsSelf ? AspNetCore.SessionReference.FromId(Session.Id) : null,
            Actor,
            Aborted
        );
        Done = $"{DisplayText.Count(ended, "session was", "sessions were")} ended.";
        return RedirectToPage(new { Id });
    }

    private async Task<IActionResult> ChangeAsync(
        Func<Task<UserChange>> change,
        string done,
        bool removesRights = false,
        string? nextPage = null
    )
    {
        if (!await LoadAsync())
        {
            return NotFoundPage();
        }

        if (!MayChange)
        {
            return Forbid(AspNetCore.SamlSpDefaults.SessionScheme);
        }

        if (removesRights && IsSelf)
        {
            // Only owners change owners, and no user removes their own rights. So there is always an owner left.
            Failed = "Nothing was changed: you cannot remove your own access. Ask another owner or administrator.";
            return RedirectToPage(new { Id });
        }

        switch (await change())
        {
            case UserChange.Done:
                Done = done;
                return nextPage is null ? RedirectToPage(new { Id }) : RedirectToPage(nextPage);
            case UserChange.Unchanged:
                Failed = "No change: already in that state.";
                break;
            case UserChange.OrgUnitUnknown:
                Failed = "Nothing was changed: this is not a path of an org unit. A path begins with “/”, for example “/guests”.";
                break;
            case UserChange.LastOwner:
                Failed = "Nothing was changed: this is the last owner. Grant the role to another user first.";
                break;
            case UserChange.RoleInvalid:
                Failed = "Nothing was changed: this is not a valid role name.";
                break;
            default:
                Failed = "This user no longer exists.";
                return RedirectToPage("/Console/Users/Index");
        }

        return RedirectToPage(new { Id });
    }
}
