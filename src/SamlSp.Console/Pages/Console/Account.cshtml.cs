using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console;

/// <summary>
/// The caller's own account: their user data, their sessions, and the programs that have tokens. No other account can be reached from here.
/// </summary>
[RequireRole(ConsoleRole.None)]
internal sealed class AccountModel(ISessionStore sessions, ISignInTraceStore traces, SessionUseStore uses, ITokenDirectory tokens)
    : ConsolePage
{
    /// <summary>The user's live sessions, newest first.</summary>
    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    /// <summary>The sign-ins that they came from, by the session's reference.</summary>
    public IReadOnlyDictionary<string, SignInTraceEntry> SignIns { get; private set; } = new Dictionary<string, SignInTraceEntry>();

    /// <summary>When they were last used, by the session's reference.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Uses { get; private set; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>Programs that have tokens of these sessions.</summary>
    public IReadOnlyList<TokenFamily> Programs { get; private set; } = [];

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        Sessions = await sessions.ListAsync(new() { Organization = Organization, UserId = Session.UserId }, Aborted);
        SignIns = await traces.FindOfSessionsAsync(Organization, Sessions, Aborted);
        Uses = await uses.FindAsync(Organization, Sessions, Aborted);
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

    /// <summary>The sign-in that a session came from; null if it is not known any more.</summary>
    internal SignInTraceEntry? SignIn(Session session) => SignIns.GetValueOrDefault(SessionReference.FromId(session.Id));

    /// <summary>Whether a session is the one of this request.</summary>
    internal bool IsThis(Session session) => SessionReference.FromId(session.Id) == SessionReference.FromId(Session.Id);
}
