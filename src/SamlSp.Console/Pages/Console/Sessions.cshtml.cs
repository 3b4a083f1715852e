using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console;

/// <summary>The live sessions of all users, to view and to end.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class SessionsModel(ISessionDirectory sessions) : ConsolePage
{
    /// <summary>A text in names.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Text { get; set; }

    /// <summary>An org unit; those below count as well.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Unit { get; set; }

    /// <summary>Where the page begins.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>The sessions.</summary>
    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    /// <summary>Where the next page begins.</summary>
    public string? Next { get; private set; }

    /// <summary>The number of sessions in the unit of the filter, and below.</summary>
    public int OfUnit { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        var page = await sessions.ListAsync(
            Organization,
            new()
            {
                Text = Text,
                OrgUnitPath = Unit,
                After = After,
            },
            Aborted
        );
        (Sessions, Next) = (page.Sessions, page.Next);
        OfUnit = await sessions.CountOfUnitAsync(Organization, string.IsNullOrEmpty(Unit) ? "/" : Unit, Aborted);
    }

    /// <summary>Ends the selected sessions.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostEndAsync(string[] session)
    {
        var ended = await sessions.EndAsync(Organization, session, Actor, Aborted);
        if (session.Length == 0)
        {
            Failed = "No change: no session was selected.";
        }
        else if (ended == 0)
        {
            Failed = "No change: these sessions have already ended.";
        }
        else
        {
            Done = $"{DisplayText.Count(ended, "session was", "sessions were")} ended. Their users have to sign in again.";
        }

        return RedirectToPage(
            new
            {
                Text,
                Unit,
                After,
            }
        );
    }

    /// <summary>Ends all sessions of an org unit and those below it.</summary>
    [RequireRole(ConsoleRole.Administrator)]
    public async Task<IActionResult> OnPostEndUnitAsync(string? of)
    {
        if (string.IsNullOrEmpty(of) || of[0] != '/')
        {
            return BadRequest();
        }

        var ended = await sessions.EndOfUnitAsync(Organization, of, Actor, Aborted);
        Done = $"{DisplayText.Count(ended, "session was", "sessions were")} ended.";
        return RedirectToPage(new { Unit });
    }
}
