using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>The units of an organization: what the configuration declares, and what is in the store.</summary>
internal sealed class OrgUnitTree
{
    private static readonly string[] BuiltIn = ["/", SessionPolicy.Guests.From];

    private readonly IDictionary<string, OrgUnitOptions?> _declared;
    private readonly IReadOnlyList<OrgUnitRow> _stored;

    public OrgUnitTree(Organization? organization, IReadOnlyList<OrgUnitRow> stored)
        : this(organization?.Options.OrgUnits ?? new Dictionary<string, OrgUnitOptions?>(), stored) { }

    public OrgUnitTree(IDictionary<string, OrgUnitOptions?> declared, IReadOnlyList<OrgUnitRow> stored)
    {
        _declared = new Dictionary<string, OrgUnitOptions?>(declared, StringComparer.OrdinalIgnoreCase);
        _stored = [.. stored.Where(unit => !_declared.ContainsKey(unit.Path))];
        Policies = new(
            _declared.Concat(
                _stored.Select(unit => KeyValuePair.Create<string, OrgUnitOptions?>(unit.Path, new() { Session = unit.Policy }))
            )
        );
    }

    /// <summary>The policies in force.</summary>
    public SessionPolicyTree Policies { get; }

    public bool IsDeclared(string path) => _declared.ContainsKey(path);

    /// <summary>Whether a unit is there without any row of its own.</summary>
    public bool IsGiven(string path) => IsDeclared(path) || BuiltIn.Contains(path, StringComparer.OrdinalIgnoreCase);

    /// <summary>The tree as it would be with another policy on a unit; null lets the unit inherit.</summary>
    public OrgUnitTree Replacing(string path, SessionPolicyOptions? policy) =>
        new(
            _declared,
            [
                .. _stored.Where(unit => !string.Equals(unit.Path, path, StringComparison.OrdinalIgnoreCase)),
                new()
                {
                    Organization = "",
                    Path = path,
                    Reauthentication = policy?.Reauthentication,
                    Frequency = policy?.Frequency?.Ticks,
                    Method = policy?.Method,
                    CreatedAt = default,
                    CreatedBy = "",
                },
            ]
        );

    /// <summary>Of paths in lower case, those that nobody has written down as a unit.</summary>
    public IEnumerable<string> Unwritten(IEnumerable<string> paths) =>
        paths.Where(path => !IsGiven(path)).Except(_stored.Select(unit => unit.PathLower), StringComparer.Ordinal);

    /// <summary>
    /// Every unit, with the number of users by path in lower case; those that only users know of included, as <paramref name="spelled"/>
    /// has them.
    /// </summary>
    public IReadOnlyList<OrgUnit> Units(IReadOnlyDictionary<string, int> people, IReadOnlyList<string> spelled)
    {
        var rows = _stored.ToDictionary(unit => unit.Path, StringComparer.OrdinalIgnoreCase);
        var paths = new SortedSet<string>(_declared.Keys, StringComparer.OrdinalIgnoreCase);
        paths.UnionWith(BuiltIn);
        paths.UnionWith(rows.Keys);
        paths.UnionWith(spelled);
        paths.UnionWith(people.Keys);
        foreach (var path in paths.ToList())
        {
            for (var above = OrgUnitPath.Above(path); above is not null; above = OrgUnitPath.Above(above))
            {
                paths.Add(above);
            }
        }

        var below = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var (path, count) in people)
        {
            for (var at = path; at is not null; at = OrgUnitPath.Above(at))
            {
                below[at] = below.GetValueOrDefault(at) + count;
            }
        }

        return
        [
            .. paths.Select(path => new OrgUnit
            {
                Path = path,
                Description = rows.GetValueOrDefault(path)?.Description,
                Source =
                    IsDeclared(path) ? OrgUnitSource.Declared
                    : IsGiven(path) ? OrgUnitSource.BuiltIn
                    : OrgUnitSource.Stored,
                OwnPolicy = _declared.TryGetValue(path, out var declared) ? declared?.Session : rows.GetValueOrDefault(path)?.Policy,
                Policy = Policies.At(path),
                People = people.GetValueOrDefault(path.ToLowerInvariant()),
                PeopleBelow = below.GetValueOrDefault(path),
            }),
        ];
    }
}
