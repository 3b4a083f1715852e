using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.SignIns;

/// <summary>Sign-ins: a chart by hour, the most frequent reasons for refusals, and each attempt.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class IndexModel(ISignInTraceStore traces, IUserLookup userLookup) : ConsolePage
{
    private const int PageSize = 50;
    private const int MaxReasons = 5;

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

    /// <summary>The reference number of the last attempt of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>The attempts.</summary>
    public IReadOnlyList<SignInTraceEntry> Entries { get; private set; } = [];

    /// <summary>Where the next page begins.</summary>
    public string? Next { get; private set; }

    /// <summary>The counts of the chart.</summary>
    public IReadOnlyList<SignInTraceCount> Counts { get; private set; } = [];

    /// <summary>Where the chart begins, UTC.</summary>
    public DateTimeOffset From { get; private set; }

    /// <summary>The most frequent reasons for refusals.</summary>
    public IReadOnlyList<(string Code, int Count)> Reasons { get; private set; } = [];

    /// <summary>The display names of the users in them, by user ID.</summary>
    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (Reference?.Trim().ToUpperInvariant() is { Length: > 0 } reference)
        {
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
        From = before - TimeSpan.FromHours(Hours);
        Counts = await traces.CountAsync(Organization, From, before, Aborted);
        Reasons =
        [
            .. Counts
                .Where(c => c.Code is not null)
                .GroupBy(c => c.Code!)
                .Select(g => (Code: g.Key, Count: g.Sum(c => c.Count)))
                .OrderByDescending(r => r.Count)
                .Take(MaxReasons),
        ];
        var found = await traces.ListAsync(
            new()
            {
                Organization = Organization,
                Accepted = Accepted,
                Code = RefusalDisplayText.IsCode(Code) ? Code : null,
                After = After is null ? null : await FindAsync(After),
                Limit = PageSize + 1,
            },
            Aborted
        );
        Entries = [.. found.Take(PageSize)];
        if (found.Count > PageSize)
        {
            Next = Entries[^1].Reference;
        }

        Names = await userLookup.NamesAsync(Organization, [.. Entries.Select(e => e.UserId).OfType<string>().Distinct()], Aborted);
        return Page();
    }

    internal static string Outcome(SignInTraceEntry entry) => entry.Accepted ? "Accepted" : RefusalDisplayText.From(entry.Code!);

    private async Task<SignInTraceEntry?> FindAsync(string reference) =>
        reference.Length <= 40
        && await traces.FindAsync(reference, Aborted) is { } entry
        && string.Equals(entry.Organization, Organization, StringComparison.OrdinalIgnoreCase)
            ? entry
            : null;
}
