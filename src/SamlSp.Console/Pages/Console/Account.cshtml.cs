using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console;

/// <summary>
/// Somebody's own account: who they are here, their sessions, and the programs that act for them. Nobody else's can be reached from here.
/// </summary>
[RequireRole(ConsoleRole.None)]
internal sealed class AccountModel(ISessionStore sessions, ITokenDirectory tokens) : ConsolePage
{
    /// <summary>The person's live sessions, newest first.</summary>
    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    /// <summary>Programs that have tokens of these sessions.</summary>
    public IReadOnlyList<TokenFamily> Programs { get; private set; } = [];

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        Sessions = await sessions.ListAsync(new() { Organization = Organization, UserId = Session.UserId }, Aborted);
        Programs = await tokens.ListAsync(Organization, Session.UserId, Aborted);
    }

    /// <summary>Ends one of the person's sessions.</summary>
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
                    Id = SessionReference.Of(session),
                },
                SessionEndCause.Revoked,
                Aborted
            );
        if (ended == 0)
        {
            Failed = "That session had ended already.";
        }
        else
        {
            Done = "The session was ended. Whoever used it has to sign in again.";
        }

        return RedirectToPage();
    }

    /// <summary>Ends all of the person's sessions but this one.</summary>
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

    /// <summary>Takes a program's tokens away.</summary>
    [RequireRole(ConsoleRole.None)]
    public async Task<IActionResult> OnPostEndProgramAsync(string? program)
    {
        if (program is not null && await tokens.EndAsync(Organization, Session.UserId, program, Aborted))
        {
            Done = "The program's tokens no longer work.";
        }
        else
        {
            Failed = "The program had no tokens any more.";
        }

        return RedirectToPage();
    }

    /// <summary>Whether a session is the one that this page is seen in.</summary>
    internal bool IsThis(Session session) => SessionReference.Of(session.Id) == SessionReference.Of(Session.Id);
}
