using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>A page with a list that can be filtered, sorted, paged and exported. The list's place is in the address.</summary>
internal abstract class ListPage : ConsolePage
{
    /// <summary>Up to how many rows are counted: beyond that the page says "more than".</summary>
    protected const int CountLimit = 10_000;

    /// <summary>How many rows a page has.</summary>
    protected const int PageSize = 50;

    /// <summary>Where the page begins; null for the first page.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>How many rows are on the pages before. For the text alone.</summary>
    [BindProperty(SupportsGet = true)]
    public int At { get; set; }

    /// <summary>How many rows there are, as the first page counted them. For the text alone.</summary>
    [BindProperty(SupportsGet = true)]
    public int Of { get; set; }

    /// <summary>The first day, UTC.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    /// <summary>The last day, UTC.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>The order: <see cref="Reversed"/>, or the usual one.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    /// <summary>The value of <see cref="Sort"/> for the reverse of the usual order.</summary>
    public const string Reversed = "reverse";

    /// <summary>Whether the list is in the reverse of its usual order.</summary>
    public bool IsReversed => Sort == Reversed;

    /// <summary>Whether this is not the first page.</summary>
    public bool IsFurther => !string.IsNullOrEmpty(After);

    /// <summary>The filter as route values, without the place: for links, and for the export.</summary>
    public abstract IDictionary<string, string> Filter { get; }

    /// <summary>The first instant of the range; null for none.</summary>
    protected DateTimeOffset? FromInstant => From is { } day ? new(day, TimeOnly.MinValue, TimeSpan.Zero) : null;

    /// <summary>The instant after the range; null for none.</summary>
    protected DateTimeOffset? UntilInstant =>
        To is { } day && day < DateOnly.MaxValue ? new(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) : null;

    /// <summary>Counts the rows on the first page; a further one has the number in its address.</summary>
    /// <param name="shown">The rows of this page.</param>
    /// <param name="isLast">Whether there is no further page.</param>
    /// <param name="countAsync">Counts the rows, up to a limit.</param>
    protected async Task CountAsync(int shown, bool isLast, Func<int, Task<int>> countAsync)
    {
        At = IsFurther ? Math.Clamp(At, 0, int.MaxValue / 2) : 0;
        if (isLast)
        {
            Of = At + shown;
        }
        else if (!IsFurther)
        {
            Of = await countAsync(CountLimit + 1);
        }

        Of = Math.Max(Of, At + shown);
    }

    /// <summary>Which rows are shown, of how many: <c>1–50 of 1,234 users</c>.</summary>
    public string CountText(int shown, string noun, string? plural = null)
    {
        var all =
            Of > CountLimit && shown < Of
                ? $"more than {DisplayText.Count(CountLimit, noun, plural)}"
                : DisplayText.Count(Of, noun, plural);
        return shown == Of ? all : string.Create(CultureInfo.InvariantCulture, $"{At + 1:N0}–{At + shown:N0} of {all}");
    }

    /// <summary>The route values of the next page.</summary>
    public IDictionary<string, string> NextPage(string after, int shown) =>
        new Dictionary<string, string>(Filter, StringComparer.Ordinal)
        {
            ["after"] = after,
            ["at"] = (At + shown).ToString(CultureInfo.InvariantCulture),
            ["of"] = Of.ToString(CultureInfo.InvariantCulture),
        };

    /// <summary>The route values of this page, to come back to after a change.</summary>
    public IDictionary<string, string> ThisPage =>
        IsFurther
            ? new Dictionary<string, string>(Filter, StringComparer.Ordinal)
            {
                ["after"] = After!,
                ["at"] = At.ToString(CultureInfo.InvariantCulture),
                ["of"] = Of.ToString(CultureInfo.InvariantCulture),
            }
            : Filter;

    /// <summary>A text of the filter as a store takes it; null for none. PostgreSQL has no character 0.</summary>
    protected static string? Plain(string? text) =>
        text?.Replace("\0", "", StringComparison.Ordinal).Trim() is { Length: > 0 } plain ? plain : null;

    /// <summary>Route values out of those that are set.</summary>
    protected Dictionary<string, string> Values(params ReadOnlySpan<(string Name, string? Value)> values)
    {
        var set = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            if (!string.IsNullOrEmpty(value))
            {
                set[name] = value;
            }
        }

        if (From is { } from)
        {
            set["from"] = from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        if (To is { } to)
        {
            set["to"] = to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        if (IsReversed)
        {
            set["sort"] = Reversed;
        }

        return set;
    }

    /// <summary>Exports the list, and records that it was; refuses while too many others run.</summary>
    /// <param name="format"><c>csv</c> or <c>json</c>.</param>
    /// <param name="list">The list's name.</param>
    /// <param name="columns">The columns' names.</param>
    /// <param name="rows">Gives the rows, page by page.</param>
    protected async Task<IActionResult> ExportAsync(
        string? format,
        string list,
        IReadOnlyList<string> columns,
        Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<string?>>> rows
    )
    {
        if (format is not ("csv" or "json"))
        {
            return BadRequest();
        }

        var services = HttpContext.RequestServices;
        if (services.GetRequiredService<ExportGate>().TryEnter() is not { } place)
        {
            Failed = "Nothing was exported: other exports are running. Try again in a minute.";
            return RedirectToPage(Filter);
        }

        HttpContext.Response.RegisterForDispose(place);
        await services
            .GetRequiredService<IAuditTrail>()
            .WriteAsync(
                new()
                {
                    At = Now,
                    Organization = Organization,
                    Actor = Actor,
                    Action = AuditActions.ListExported,
                    Target = list,
                    Details = JsonSerializer.Serialize(
                        new Dictionary<string, string>(Filter, StringComparer.Ordinal) { ["format"] = format }
                    ),
                },
                Aborted
            );
        var name = string.Create(CultureInfo.InvariantCulture, $"{Organization}-{list}-{Now.UtcDateTime:yyyy-MM-dd-HHmm}.{format}");
        return new ExportResult(name, format == "csv", columns, rows);
    }
}
