using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using SamlSp.Directory;

namespace SamlSp.Console.Pages.Console;

/// <summary>The audit trail, newest first, with a filter.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class AuditModel(IAuditTrail trail, IUserLookup userLookup, IUserDirectory users) : ListPage
{
    /// <summary>The value of the filter by which the requests of provisioning, which are many, are left out.</summary>
    public const string WithoutProvisioning = "!" + AuditActions.ProvisioningRequest;

    private const int ExportPage = 500;

    private static readonly string[] Columns =
    [
        "number",
        "at",
        "action",
        "actor",
        "actorName",
        "target",
        "targetName",
        "code",
        "reference",
        "details",
    ];

    /// <summary>Only entries with this action; null for all, and <see cref="WithoutProvisioning"/> for all but one.</summary>
    [BindProperty(SupportsGet = true, Name = "action")]
    public string? Action { get; set; }

    /// <summary>Only entries about or by this user (name, address, ID), session, path or reference number; null for all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? About { get; set; }

    /// <summary>The entries.</summary>
    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    /// <summary>Where the next page begins.</summary>
    public string? Next { get; private set; }

    /// <summary>The user whom the filter means; null if it means none, or several.</summary>
    public DirectoryUser? Meant { get; private set; }

    /// <summary>The users whom the filter may mean, where it is not clear.</summary>
    public IReadOnlyList<DirectoryUser> Choices { get; private set; } = [];

    /// <summary>The display names of the users in them, by user ID.</summary>
    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>();

    /// <inheritdoc />
    public override IDictionary<string, string> Filter => Values(("action", Action), ("about", About));

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        var query = await QueryAsync() with { Limit = PageSize + 1 };
        if (long.TryParse(After, NumberStyles.None, CultureInfo.InvariantCulture, out var last))
        {
            query = IsReversed ? query with { After = last } : query with { Before = last };
        }

        var found = await trail.SearchAsync(Organization, query, Aborted);
        Entries = [.. found.Take(PageSize)];
        if (found.Count > PageSize)
        {
            Next = Entries[^1].Number.ToString(CultureInfo.InvariantCulture);
        }

        await CountAsync(Entries.Count, Next is null, limit => userLookup.CountAsync(Organization, query, limit, Aborted));
        Names = await NamesAsync(Entries, Aborted);
    }

    /// <summary>Exports the entries of the filter.</summary>
    [RequireRole(ConsoleRole.Reader)]
    public Task<IActionResult> OnPostExportAsync(string? format) => ExportAsync(format, "audit", Columns, RowsAsync);

    internal string Name(string id) => AuditDisplayText.Name(Names, id);

    private async Task<AuditQuery> QueryAsync()
    {
        var about = Plain(About);
        if (about is not null && MayBeUser(about))
        {
            (Meant, Choices) = await UserFinder.FindAsync(users, Organization, about, Aborted);
        }

        return new()
        {
            Action = Action == WithoutProvisioning ? null : Plain(Action),
            ExceptAction = Action == WithoutProvisioning ? AuditActions.ProvisioningRequest : null,
            About = Meant?.Id ?? about,
            From = FromInstant,
            Until = UntilInstant,
            OldestFirst = IsReversed,
        };
    }

    /// <summary>Neither a path, a session nor a reference number.</summary>
    private static bool MayBeUser(string about) =>
        about[0] != '/' && !about.StartsWith("sha256:", StringComparison.Ordinal) && !AspNetCore.SignInReference.IsReference(about);

    private Task<IReadOnlyDictionary<string, string>> NamesAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken) =>
        userLookup.NamesAsync(
            Organization,
            [.. entries.SelectMany(e => new[] { e.Actor, e.Target }).OfType<string>().Distinct()],
            cancellationToken
        );

    private async IAsyncEnumerable<IReadOnlyList<string?>> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = await QueryAsync() with { Limit = ExportPage };
        while (true)
        {
            var entries = await trail.SearchAsync(Organization, query, cancellationToken);
            var names = await NamesAsync(entries, cancellationToken);
            foreach (var entry in entries)
            {
                yield return
                [
                    entry.Number.ToString(CultureInfo.InvariantCulture),
                    DisplayText.Iso(entry.At),
                    entry.Action,
                    entry.Actor,
                    names.GetValueOrDefault(entry.Actor),
                    entry.Target,
                    entry.Target is { } target ? names.GetValueOrDefault(target) : null,
                    entry.Code,
                    entry.Reference,
                    entry.Details,
                ];
            }

            if (entries.Count < ExportPage)
            {
                yield break;
            }

            query = IsReversed ? query with { After = entries[^1].Number } : query with { Before = entries[^1].Number };
        }
    }
}
