using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console;

/// <summary>
/// The caller's own account: their user data, their sessions, and the programs that have tokens. No other account can be reached from here.
/// </summary>
[RequireRole(ConsoleRole.None)]
internal sealed class AccountModel(ISessionStore sessions, ITokenDirectory tokens) : ConsolePage
{
    /// <summary>The user's live sessions, newest first.</summary>
    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    /// <summary>Programs that have tokens of these sessions.</summary>
    public IReadOnlyList<TokenFamily> Programs { get; private set; } = [];

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        Sessions = await sessions.ListAsync(new() { Organization = Organization, UserId = Session.UserId }, Aborted);
        Programs = await tokens.ListAsync(Organization, Session.UserId, Aborted);
    }

    /// <summary>Ends one of the user's sessions.</summary>
    [RequireRole(ConsoleRole.None)]
    public async Task<IActionResult> OnPostEndAsync(string? session)
    {
        var ended = string.IsNullOrEmpty(session)
            ? 0
            : await sessions.EndAsync(
                new()
                {
                    Organization = Organization,
                    UserId = Session.UserId,
                    Id = SessionReference.FromId(session),
                },
                SessionEndCause.Revoked,
                Aborted
            );
        if (ended == 0)
        {
            Failed = "No change: the session has already ended.";
        }
        else
        {
            Done = "The session was ended. Its browser has to sign in again.";
        }

        return RedirectToPage();
    }

    /// <summary>Ends all of the user's sessions except this one.</summary>
    [RequireRole(ConsoleRole.None)]
    public async Task<IActionResult> OnPostEndOthersAsync()
    {
        var others = (await sessions.ListAsync(new() { Organization = Organization, UserId = Session.UserId }, Aborted))
            .Where(other => !IsThis(other))
            .ToList();
        foreach (var other in others)
        {
            await sessions.EndAsync(
                new()
                {
                    Organization = Organization,
                    UserId = Session.UserId,
                    Id = other.Id,
                },
                SessionEndCause.Revoked,
                Aborted
            );
        }

        Done = $"{DisplayText.Count(others.Count, "other session was", "other sessions were")} ended.";
        return RedirectToPage();
    }

    /// <summary>Revokes a program's tokens.</summary>
    [RequireRole(ConsoleRole.None)]
    public async Task<IActionResult> OnPostEndProgramAsync(string? program)
    {
        if (program is not null && await tokens.EndAsync(Organization, Session.UserId, program, Aborted))
        {
            Done = "The tokens were revoked. The program has to sign in again.";
        }
        else
        {
            Failed = "No change: the program has no tokens.";
        }

        return RedirectToPage();
    }

    /// <summary>Whether a session is the one of this request.</summary>
    internal bool IsThis(Session session) => SessionReference.FromId(session.Id) == SessionReference.FromId(Session.Id);
}
