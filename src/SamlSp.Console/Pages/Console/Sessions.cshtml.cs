using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console;

/// <summary>The live sessions of all users, to view and to end.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class SessionsModel(ISessionDirectory sessions, IUserLookup lookup, ISignInTraceStore traces, SessionUseStore uses)
    : ListPage
{
    private static readonly string[] Columns =
    [
        "userId",
        "displayName",
        "nameId",
        "userType",
        "orgUnit",
        "roles",
        "startedAt",
        "lastUsedAt",
        "endsAt",
        "endsBy",
        "address",
        "device",
        "userAgent",
    ];

    /// <summary>A text in names.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Text { get; set; }

    /// <summary>An org unit; those below count as well.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Unit { get; set; }

    /// <summary>The sessions.</summary>
    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    /// <summary>The sign-ins that they came from, by the session's reference.</summary>
    public IReadOnlyDictionary<string, SignInTraceEntry> SignIns { get; private set; } = new Dictionary<string, SignInTraceEntry>();

    /// <summary>When they were last used, by the session's reference.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Uses { get; private set; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>Where the next page begins.</summary>
    public string? Next { get; private set; }

    /// <summary>The number of sessions in the unit of the filter, and below.</summary>
    public int OfUnit { get; private set; }

    /// <inheritdoc />
    public override IDictionary<string, string> Filter => Values(("text", Text), ("unit", Unit));

    private SessionQuery Query =>
        new()
        {
            Text = Plain(Text),
            OrgUnitPath = Plain(Unit),
            From = FromInstant,
            Until = UntilInstant,
            OldestFirst = IsReversed,
            After = After,
        };

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        var page = await sessions.ListAsync(Organization, Query, Aborted);
        (Sessions, Next) = (page.Sessions, page.Next);
        SignIns = await traces.FindOfSessionsAsync(Organization, Sessions, Aborted);
        Uses = await uses.FindAsync(Organization, Sessions, Aborted);
        OfUnit = await sessions.CountOfUnitAsync(Organization, Plain(Unit) ?? "/", Aborted);
        await CountAsync(
            Sessions.Count,
            Next is null,
            async limit =>
                string.IsNullOrEmpty(Text) && From is null && To is null
                    ? Math.Min(limit, OfUnit)
                    : await lookup.CountAsync(Organization, Query, limit, Aborted)
        );
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

        return RedirectToPage(ThisPage);
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

    /// <summary>Exports the sessions of the filter.</summary>
    [RequireRole(ConsoleRole.Reader)]
    public Task<IActionResult> OnPostExportAsync(string? format) => ExportAsync(format, "sessions", Columns, RowsAsync);

    private async IAsyncEnumerable<IReadOnlyList<string?>> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? after = null; ; )
        {
            var page = await sessions.ListAsync(Organization, Query with { After = after, Limit = 200 }, cancellationToken);
            var signIns = await traces.FindOfSessionsAsync(Organization, page.Sessions, cancellationToken);
            var used = await uses.FindAsync(Organization, page.Sessions, cancellationToken);
            foreach (var session in page.Sessions)
            {
                var signIn = signIns.GetValueOrDefault(session.Id);
                yield return
                [
                    session.UserId,
                    session.DisplayName,
                    session.NameId,
                    session.UserType.ToString(),
                    session.OrgUnitPath,
                    string.Join(' ', session.Roles),
                    DisplayText.Iso(session.CreatedAt),
                    used.TryGetValue(session.Id, out var at) ? DisplayText.Iso(at) : null,
                    DisplayText.Iso(session.ExpiresAt),
                    DisplayText.From(session.ExpiresBy),
                    signIn?.Address,
                    signIn?.UserAgent is { } browser ? DeviceDisplayText.From(browser) : null,
                    signIn?.UserAgent,
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
