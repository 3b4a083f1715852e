using Microsoft.AspNetCore.Mvc;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console.History;

/// <summary>The changes of settings, rules and session policies, newest first.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class IndexModel(SettingsHistory history, IUserLookup userLookup) : ConsolePage
{
    private const int PageSize = 25;

    /// <summary><c>settings</c> or <c>policies</c>; anything else for all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    /// <summary>Only changes before this one.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>The changes, each with the names of the settings.</summary>
    public IReadOnlyList<(SettingsHistoryEntry Entry, IReadOnlyList<string> Settings)> Changes { get; private set; } = [];

    /// <summary>The display names of the users, by user ID.</summary>
    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();

    /// <summary>Where the next page begins; null when there is none.</summary>
    public long? Next { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        SettingsHistoryKind? kind = Kind switch
        {
            "settings" => SettingsHistoryKind.Settings,
            "policies" => SettingsHistoryKind.Policy,
            _ => null,
        };
        var found = await history.ListAsync(Organization, kind, Before, PageSize + 1, Aborted);
        Changes = [.. found.Take(PageSize).Select(entry => (entry, SettingNames.Of(entry)))];
        Next = found.Count > PageSize ? found[PageSize - 1].Number : null;
        Names = await userLookup.NamesAsync(Organization, [.. found.Select(entry => entry.Actor).Distinct()], Aborted);
    }

    internal string Name(string id) => AuditDisplayText.Name(Names, id);
}
