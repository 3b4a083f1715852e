using Microsoft.AspNetCore.Mvc;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.Users;

/// <summary>
/// What can be done to a record. Each is one change in the directory, which ends sessions and writes the audit entry in the same
/// transaction.
/// </summary>
internal sealed partial class DetailsModel
{
    /// <summary>Keeps the person out until they are let in again.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public Task<IActionResult> OnPostSuspendAsync() =>
        ChangeAsync(
            () => users.SuspendAsync(Organization, Id, Actor, Aborted),
            "Suspended. All sessions of this user have ended, and signing in is refused.",
            takesRights: true
        );

    /// <summary>Lets the person in again.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public Task<IActionResult> OnPostRestoreAsync() =>
        ChangeAsync(() => users.RestoreAsync(Organization, Id, Actor, Aborted), "The user may sign in again.");

    /// <summary>Deletes the record, when the phrase was typed.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostDeleteAsync(string? phrase)
    {
        if (phrase?.Trim() != Phrase)
        {
            Failed = $"Nothing was deleted: the phrase to type is “{Phrase}”.";
            return RedirectToPage(new { Id });
        }

        return await ChangeAsync(
            () => users.DeleteAsync(Organization, Id, Actor, Aborted),
            "The user was deleted from the organization.",
            takesRights: true,
            leadsTo: RefusesDeleted ? null : "/Console/Users/Index"
        );
    }

    /// <summary>Removes the tombstone of a deleted user.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public Task<IActionResult> OnPostForgetAsync() =>
        ChangeAsync(
            () => users.ForgetAsync(Organization, Id, Actor, Aborted),
            "The tombstone was removed. This user can sign in again, and gets a new record.",
            leadsTo: "/Console/Users/Index"
        );

    /// <summary>Puts the person into an org unit.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public Task<IActionResult> OnPostMoveAsync(string? path) =>
        ChangeAsync(
            () => users.MoveAsync(Organization, Id, path?.Trim() ?? "", Actor, Aborted),
            $"Moved to {path}. Sign-ins leave it there."
        );

    /// <summary>Lets the rule say the org unit again.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public Task<IActionResult> OnPostUnpinAsync() =>
        ChangeAsync(() => users.UnpinAsync(Organization, Id, Actor, Aborted), "From the next sign-in on, the rule says the org unit.");

    /// <summary>Grants a role.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public Task<IActionResult> OnPostGrantAsync(string? role) =>
        role is null
        || (Is(role, ConsoleRoles.Owner) && !Owns)
        || !RoleNames.Of(registry, Organization).Contains(role, StringComparer.OrdinalIgnoreCase)
            ? Task.FromResult<IActionResult>(Forbid(AspNetCore.SamlSpDefaults.SessionScheme))
            : ChangeAsync(
                () => users.GrantRoleAsync(Organization, Id, role, Actor, Aborted),
                $"Granted the role {role}. It holds from the next sign-in on."
            );

    /// <summary>Takes a granted role back.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public Task<IActionResult> OnPostRevokeAsync(string? role) =>
        ChangeAsync(
            () => users.RevokeRoleAsync(Organization, Id, role ?? "", Actor, Aborted),
            $"Took the role {role} back. Sessions of this user have ended.",
            takesRights: Is(role ?? "", ConsoleRoles.Owner)
        );

    /// <summary>Ends all of the person's sessions but the one that this page is seen in.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostEndSessionsAsync()
    {
        if (!await LoadAsync())
        {
            return NotThere();
        }

        if (!MayChange)
        {
            return Forbid(AspNetCore.SamlSpDefaults.SessionScheme);
        }

        var ended = await sessions.EndOfUserAsync(
            Organization,
            Id,
            IsSelf ? AspNetCore.SessionReference.Of(Session.Id) : null,
            Actor,
            Aborted
        );
        Done = $"{DisplayText.Count(ended, "session was", "sessions were")} ended.";
        return RedirectToPage(new { Id });
    }

    private async Task<IActionResult> ChangeAsync(
        Func<Task<UserChange>> change,
        string done,
        bool takesRights = false,
        string? leadsTo = null
    )
    {
        if (!await LoadAsync())
        {
            return NotThere();
        }

        if (!MayChange)
        {
            return Forbid(AspNetCore.SamlSpDefaults.SessionScheme);
        }

        if (takesRights && IsSelf)
        {
            // An owner is changed by an owner, and nobody takes their own rights: so there always is one left.
            Failed = "Nobody takes their own access away here: ask another owner or administrator.";
            return RedirectToPage(new { Id });
        }

        switch (await change())
        {
            case UserChange.Done:
                Done = done;
                return leadsTo is null ? RedirectToPage(new { Id }) : RedirectToPage(leadsTo);
            case UserChange.Unchanged:
                Failed = "It was so already: nothing was changed.";
                break;
            case UserChange.OrgUnitUnknown:
                Failed = "That is no path of an org unit. One begins with “/”, such as “/guests”.";
                break;
            case UserChange.LastOwner:
                Failed = "Nothing was changed: nobody else would be left who is an owner. Make somebody else an owner first.";
                break;
            case UserChange.RoleInvalid:
                Failed = "That is no name of a role.";
                break;
            default:
                Failed = "The record is not there any more.";
                return RedirectToPage("/Console/Users/Index");
        }

        return RedirectToPage(new { Id });
    }
}
