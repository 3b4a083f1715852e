using Microsoft.AspNetCore.Mvc;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console;

/// <summary>The audit trail, newest first, with a filter.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class AuditModel(IAuditTrail trail, IUserLookup userLookup) : ConsolePage
{
    private const int PageSize = 50;

    /// <summary>Only entries with this action; null for all.</summary>
    [BindProperty(SupportsGet = true, Name = "action")]
    public string? Action { get; set; }

    /// <summary>Only entries about or by this; null for all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? About { get; set; }

    /// <summary>Only entries before this one.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>The entries, newest first.</summary>
    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    /// <summary>The display names of the users in them, by user ID.</summary>
    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();

    /// <summary>Where the next page begins; null when there is none.</summary>
    public long? Next { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        var found = await trail.SearchAsync(
            Organization,
            new()
            {
                Action = AuditDisplayText.IsKnown(Action) ? Action : null,
                About = About?.Trim(),
                Before = Before,
                Limit = PageSize + 1,
            },
            Aborted
        );
        Entries = [.. found.Take(PageSize)];
        if (found.Count > PageSize)
        {
            Next = Entries[^1].Number;
        }

        Names = await userLookup.NamesAsync(
            Organization,
            [.. Entries.SelectMany(e => new[] { e.Actor, e.Target }).OfType<string>().Distinct()],
            Aborted
        );
    }

    /// <summary>The display name of an actor or target.</summary>
    internal string Name(string id) => Names.GetValueOrDefault(id) ?? AuditDisplayText.Subject(id);
}
