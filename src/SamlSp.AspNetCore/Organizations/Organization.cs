using System.Text.RegularExpressions;
using SamlSp.Claims;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// An organization with its rules compiled and its identity provider known. Immutable but for the identity provider and the session
/// policies, each of which is exchanged as a whole.
/// </summary>
public sealed partial class Organization
{
    private volatile IdentityProvider? _identityProvider;
    private volatile OpenIdProvider? _openIdProvider;
    private volatile SessionPolicyTree _policies;
    private readonly Lock _refreshing = new();
    private Task _refresh = Task.CompletedTask;
    private long _refreshedAt;

    internal Organization(
        string name,
        OrganizationOptions options,
        IdentityResolver resolver,
        IdentityProvider? identityProvider,
        OpenIdProvider? openIdProvider = null
    )
    {
        Name = name;
        Options = options;
        Resolver = resolver;
        _policies = new(options.OrgUnits);
        _identityProvider = identityProvider;
        _openIdProvider = openIdProvider;
    }

    /// <summary>The organization's name: its key in the configuration.</summary>
    public string Name { get; }

    /// <summary>The settings it was made from.</summary>
    public OrganizationOptions Options { get; }

    /// <summary>What people read.</summary>
    public string DisplayName => Options.DisplayName ?? Name;

    /// <summary>The claim rules.</summary>
    public IdentityResolver Resolver { get; }

    /// <summary>The session policies.</summary>
    internal SessionPolicyTree Policies
    {
        get => _policies;
        set => _policies = value;
    }

    /// <summary>
    /// The SAML identity provider as its newest metadata describes it; null when the organization's people come by OpenID Connect.
    /// </summary>
    internal IdentityProvider? IdentityProvider
    {
        get => _identityProvider;
        set => _identityProvider = value;
    }

    /// <summary>
    /// The OpenID Connect identity provider as it newly describes itself; null when the organization's people come by SAML.
    /// </summary>
    internal OpenIdProvider? OpenIdProvider
    {
        get => _openIdProvider;
        set => _openIdProvider = value;
    }

    /// <summary>Who answers for the organization's people: the SAML entity ID, or the OpenID Connect issuer.</summary>
    public string Issuer => _identityProvider?.Trust.EntityId ?? _openIdProvider?.Issuer ?? "";

    /// <summary>Whether an org unit is there by configuration: declared, <c>/</c> or <c>/guests</c>.</summary>
    public bool HasOrgUnit(string path) =>
        path == "/"
        || string.Equals(path, SessionPolicy.Guests.From, StringComparison.OrdinalIgnoreCase)
        || Options.OrgUnits.Keys.Contains(path, StringComparer.OrdinalIgnoreCase);

    /// <summary>The roles that groups give.</summary>
    public IReadOnlyList<string> RolesOf(IReadOnlyList<string> groups) =>
        [
            .. Options
                .Roles.Where(role => role.Value.Any(group => groups.Contains(group, StringComparer.OrdinalIgnoreCase)))
                .Select(role => role.Key)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The roles that groups give, and those that were given otherwise; each once, in order.</summary>
    /// <param name="groups">The groups' object IDs.</param>
    /// <param name="given">Roles that no group of these gives.</param>
    public IReadOnlyList<string> RolesOf(IReadOnlyList<string> groups, IReadOnlyList<string> given) =>
        [.. RolesOf(groups).Union(given, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];

    /// <summary>Starts a reading of the metadata unless one is under way; gives the one that is.</summary>
    internal Task RefreshOnce(Func<bool> may, Func<Task> refresh)
    {
        lock (_refreshing)
        {
            if (_refresh.IsCompleted && may())
            {
                _refresh = refresh();
            }

            return _refresh;
        }
    }

    /// <summary>Whether the last refresh that was asked for is long enough ago; if so, this one counts.</summary>
    internal bool MayRefresh(DateTimeOffset now, TimeSpan atMostEvery)
    {
        var last = Interlocked.Read(ref _refreshedAt);
        return now.UtcTicks - last >= atMostEvery.Ticks && Interlocked.CompareExchange(ref _refreshedAt, now.UtcTicks, last) == last;
    }

    internal static bool IsName(string name) => NamePattern().IsMatch(name);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NamePattern();
}
