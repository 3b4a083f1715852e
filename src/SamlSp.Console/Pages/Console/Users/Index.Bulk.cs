using Microsoft.AspNetCore.Mvc;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.Users;

/// <summary>What is done to several users at once. Each is a change of its own, with its audit entry.</summary>
internal sealed partial class IndexModel
{
    /// <summary>How many at once: those of a page.</summary>
    private const int MaxSelected = PageSize;

    /// <summary>Suspends the selected users, restores them, or ends their sessions.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostBulkAsync(string[] user, string? act)
    {
        if (act is not ("suspend" or "restore" or "end"))
        {
            return BadRequest();
        }

        var (changed, same, refused, lastOwner) = (0, 0, 0, 0);
        foreach (var id in user.Distinct(StringComparer.Ordinal).Take(MaxSelected))
        {
            // Only owners change owners, and no user removes their own rights.
            if (id == Session.UserId || !await MayChangeAsync(id))
            {
                refused++;
                continue;
            }

            var change = act switch
            {
                "suspend" => await users.SuspendAsync(Organization, id, Actor, Aborted),
                "restore" => await users.RestoreAsync(Organization, id, Actor, Aborted),
                _ => await sessions.EndOfUserAsync(Organization, id, except: null, Actor, Aborted) > 0
                    ? UserChange.Done
                    : UserChange.Unchanged,
            };
            switch (change)
            {
                case UserChange.Done:
                    changed++;
                    break;
                case UserChange.LastOwner:
                    lastOwner++;
                    break;
                default:
                    same++;
                    break;
            }
        }

        Say(act, user.Length, changed, same, refused, lastOwner);
        return RedirectToPage(ThisPage);
    }

    private void Say(string act, int selected, int changed, int same, int refused, int lastOwner)
    {
        if (selected == 0)
        {
            Failed = "No change: no user was selected.";
            return;
        }

        var done = act switch
        {
            "suspend" => $"{DisplayText.Count(changed, "user was", "users were")} suspended. Their sessions have ended.",
            "restore" => $"{DisplayText.Count(changed, "user was", "users were")} restored, and can sign in again.",
            _ => $"The sessions of {DisplayText.Count(changed, "user")} were ended.",
        };
        var not = string.Join(
            " ",
            new[]
            {
                same > 0
                    ? act == "end"
                        ? $"{DisplayText.Count(same, "user")} had no session."
                        : $"{DisplayText.Count(same, "user was", "users were")} in that state already."
                    : null,
                refused > 0
                    ? $"{DisplayText.Count(refused, "user was", "users were")} not changed: only owners change owners, and nobody changes"
                        + " their own access here."
                    : null,
                lastOwner > 0 ? "The last owner was not suspended." : null,
                selected > MaxSelected ? $"Only the first {MaxSelected} were changed." : null,
            }.OfType<string>()
        );
        if (changed > 0)
        {
            Done = not.Length == 0 ? done : $"{done} {not}";
        }
        else
        {
            Failed = "No change. " + not;
        }
    }

    /// <summary>As on the user's page: owners change everybody, others everybody but owners.</summary>
    private async Task<bool> MayChangeAsync(string id)
    {
        if (await users.FindAsync(Organization, id, Aborted) is not { } found)
        {
            return false;
        }

        if (Owns)
        {
            return true;
        }

        var live = await sessions.ListAsync(Organization, new() { UserId = id, Limit = 200 }, Aborted);
        var byGroup = await RolesByGroup.FindAsync(lookup, registry, Organization, [found], Aborted);
        return !ConsoleRoles.IsOwner(found.GrantedRoles, byGroup.GetValueOrDefault(id, []), live.Sessions);
    }
}
