namespace SamlSp.Directory;

/// <summary>
/// One organization's rows, with who works on them and when. There is no other way to the rows, and none from here to another
/// organization's. Each feature's part stands in the feature's folder.
/// </summary>
internal sealed partial class OrganizationScope
{
    private readonly DirectoryContext _context;
    private readonly StoreSettings _settings;

    internal OrganizationScope(DirectoryContext context, string organization, StoreSettings settings, string? actor, DateTimeOffset now)
    {
        _context = context;
        _settings = settings;
        Organization = context.Organization = Key(organization);
        Actor = actor;
        Now = now;
    }

    /// <summary>The organization's name in lower case.</summary>
    public string Organization { get; }

    /// <summary>
    /// Whom the audit trail names: a record's ID or one of <see cref="AuditActors"/>. Null while reading, and where each session is ended
    /// by its own user. A sign-in sets it once the user is known.
    /// </summary>
    public string? Actor { get; set; }

    /// <summary>The instant of this piece of work, UTC: everything that it writes bears the same one.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Whether the store is SQLite: the two have JSON functions of different names.</summary>
    public bool IsSqlite => _settings.IsSqlite;

    /// <summary>An organization's name as rows have it: names are compared without case.</summary>
    public static string Key(string organization)
    {
        ArgumentException.ThrowIfNullOrEmpty(organization);
        return organization.ToLowerInvariant();
    }

    /// <summary>Adds a row; <see cref="SaveAsync"/> writes it.</summary>
    public void Add(IOrganizationOwned row) => _context.Add(row);

    /// <summary>Removes a row; <see cref="SaveAsync"/> does it.</summary>
    public void Remove(IOrganizationOwned row) => _context.Remove(row);

    /// <summary>Writes what was added and changed.</summary>
    public Task SaveAsync(CancellationToken cancellationToken) => _context.SaveChangesAsync(cancellationToken);
}
