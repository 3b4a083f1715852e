using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.SignIns;

/// <summary>Sign-ins: a chart by hour, the most frequent reasons for refusals, and each attempt.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class IndexModel(ISignInTraceStore traces, IUserLookup userLookup, IUserDirectory users) : ListPage
{
    private const int ExportPage = 500;
    private const int MaxReasons = 5;

    private static readonly string[] Columns =
    [
        "reference",
        "at",
        "outcome",
        "code",
        "reason",
        "identityProviderError",
        "userId",
        "userName",
        "address",
        "device",
        "userAgent",
        "milliseconds",
    ];

    /// <summary>How many hours the chart shows: 24 or 168.</summary>
    [BindProperty(SupportsGet = true)]
    public int Hours { get; set; } = 24;

    /// <summary>Only accepted or only refused ones.</summary>
    [BindProperty(SupportsGet = true)]
    public bool? Accepted { get; set; }

    /// <summary>Only those refused with this code.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    /// <summary>A reference number: opens its attempt.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    /// <summary>Only those of this user: a name, an address or an ID; null for all.</summary>
    [BindProperty(SupportsGet = true, Name = "user")]
    public string? Who { get; set; }

    /// <summary>The user whom the filter means; null if it means none, or several.</summary>
    public DirectoryUser? Meant { get; private set; }

    /// <summary>The users whom the filter may mean, where it is not clear.</summary>
    public IReadOnlyList<DirectoryUser> Choices { get; private set; } = [];

    /// <summary>The attempts.</summary>
    public IReadOnlyList<SignInTraceEntry> Entries { get; private set; } = [];

    /// <summary>Where the next page begins.</summary>
    public string? Next { get; private set; }

    /// <summary>The counts of the chart.</summary>
    public IReadOnlyList<SignInTraceCount> Counts { get; private set; } = [];

    /// <summary>Where the chart begins, UTC.</summary>
    public DateTimeOffset ChartFrom { get; private set; }

    /// <inheritdoc />
    public override IDictionary<string, string> Filter =>
        Values(
            ("hours", Hours == 168 ? "168" : null),
            (
                "accepted",
                Accepted switch
                {
                    true => "true",
                    false => "false",
                    _ => null,
                }
            ),
            ("code", Code),
            ("user", Who)
        );

    /// <summary>The most frequent reasons for refusals.</summary>
    public IReadOnlyList<(string Code, int Count)> Reasons { get; private set; } = [];

    /// <summary>The display names of the users in them, by user ID.</summary>
    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (Reference?.Trim() is { Length: > 0 } typed)
        {
            var reference = SignInReference.Normalize(typed);
            if (await FindAsync(reference) is not null)
            {
                return RedirectToPage("/Console/SignIns/Details", new { reference });
            }

            Failed =
                "No sign-in of this organization has this reference number. "
                + "The operator can find attempts whose organization could not be determined.";
            return RedirectToPage();
        }

        Hours = Hours == 168 ? 168 : 24;
        var before = SignInTraceCount.HourOf(Now) + TimeSpan.FromHours(1);
        ChartFrom = before - TimeSpan.FromHours(Hours);
        Counts = await traces.CountAsync(Organization, ChartFrom, before, Aborted);
        Reasons =
        [
            .. Counts
                .Where(c => c.Code is not null)
                .GroupBy(c => c.Code!)
                .Select(g => (Code: g.Key, Count: g.Sum(c => c.Count)))
                .OrderByDescending(r => r.Count)
                .Take(MaxReasons),
        ];
        if (await QueryAsync() is not { } query)
        {
            return Page();
        }

        var found = await traces.ListAsync(
            query with
            {
                After = string.IsNullOrEmpty(After) ? null : await FindAsync(After),
                Limit = PageSize + 1,
            },
            Aborted
        );
        Entries = [.. found.Take(PageSize)];
        if (found.Count > PageSize)
        {
            Next = Entries[^1].Reference;
        }

        await CountAsync(Entries.Count, Next is null, limit => traces.CountAsync(query, limit, Aborted));
        Names = await userLookup.NamesAsync(Organization, [.. Entries.Select(e => e.UserId).OfType<string>().Distinct()], Aborted);
        return Page();
    }

    /// <summary>Exports the attempts of the filter.</summary>
    [RequireRole(ConsoleRole.Reader)]
    public Task<IActionResult> OnPostExportAsync(string? format) => ExportAsync(format, "sign-ins", Columns, RowsAsync);

    internal string UserText(SignInTraceEntry entry) =>
        entry.UserId is { } id ? DisplayText.Bounded(Names.GetValueOrDefault(id) ?? "deleted user") : "not known";

    internal static string Outcome(SignInTraceEntry entry) => entry.Accepted ? "Accepted" : RefusalDisplayText.From(entry.Code!);

    private async Task<SignInTraceEntry?> FindAsync(string reference) =>
        SignInReference.IsReference(reference)
        && await traces.FindAsync(reference, Aborted) is { } entry
        && string.Equals(entry.Organization, Organization, StringComparison.OrdinalIgnoreCase)
            ? entry
            : null;

    /// <summary>What the filter means; null if it means a user and does not say which.</summary>
    private async Task<SignInTraceQuery?> QueryAsync()
    {
        if (Plain(Who) is { } who)
        {
            (Meant, Choices) = await UserFinder.FindAsync(users, Organization, who, Aborted);
            if (Meant is null)
            {
                return null;
            }
        }

        return new()
        {
            Organization = Organization,
            Accepted = Accepted,
            Code = RefusalDisplayText.IsCode(Code) ? Code : null,
            UserId = Meant?.Id,
            From = FromInstant,
            Before = UntilInstant,
            OldestFirst = IsReversed,
        };
    }

    private async IAsyncEnumerable<IReadOnlyList<string?>> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await QueryAsync() is not { } query)
        {
            yield break;
        }

        for (query = query with { Limit = ExportPage }; ; )
        {
            var entries = await traces.ListAsync(query, cancellationToken);
            var names = await userLookup.NamesAsync(
                Organization,
                [.. entries.Select(e => e.UserId).OfType<string>().Distinct()],
                cancellationToken
            );
            foreach (var entry in entries)
            {
                yield return
                [
                    entry.Reference,
                    DisplayText.Iso(entry.At),
                    entry.Accepted ? "accepted" : "refused",
                    entry.Code,
                    entry.Reason,
                    entry.IdentityProviderError,
                    entry.UserId,
                    entry.UserId is { } id ? names.GetValueOrDefault(id) : null,
                    entry.Address,
                    entry.UserAgent is { } browser ? DeviceDisplayText.From(browser) : null,
                    entry.UserAgent,
                    entry.Milliseconds.ToString(CultureInfo.InvariantCulture),
                ];
            }

            if (entries.Count < ExportPage)
            {
                yield break;
            }

            query = query with { After = entries[^1] };
        }
    }
}
