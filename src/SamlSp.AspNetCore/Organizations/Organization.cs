using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using SamlSp.Claims;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// An organization with compiled rules and a known identity provider. Immutable except for the identity provider and the session policies,
/// which are replaced as a whole.
/// </summary>
public sealed partial class Organization
{
    private volatile IdentityProvider? _identityProvider;
    private volatile OpenIdProvider? _openIdProvider;
    private volatile SessionPolicyTree _policies;
    private readonly Lock _refreshing = new();
    private Task _refresh = Task.CompletedTask;
    private long _refreshedAt;
    private volatile string? _connectionError;

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

    /// <summary>The settings that it was created from.</summary>
    public OrganizationOptions Options { get; }

    /// <summary>The name that users see.</summary>
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
    /// The SAML identity provider from its newest metadata; null if the users of the organization sign in by OpenID Connect.
    /// </summary>
    internal IdentityProvider? IdentityProvider
    {
        get => _identityProvider;
        set => _identityProvider = value;
    }

    /// <summary>The OpenID Connect identity provider as last read; null if the users of the organization sign in by SAML.</summary>
    internal OpenIdProvider? OpenIdProvider
    {
        get => _openIdProvider;
        set => _openIdProvider = value;
    }

    /// <summary>
    /// Why neither identity provider is known: it could not be read when the organization came into use. Null once one is known.
    /// </summary>
    internal string? ConnectionError
    {
        get => _connectionError;
        set => _connectionError = value;
    }

    /// <summary>The issuer: the SAML entity ID, or the OpenID Connect issuer.</summary>
    public string Issuer => _identityProvider?.Trust.EntityId ?? _openIdProvider?.Issuer ?? "";

    /// <summary>Whether an org unit exists by configuration: it is declared, <c>/</c> or <c>/guests</c>.</summary>
    public bool HasOrgUnit(string path) =>
        path == "/"
        || string.Equals(path, SessionPolicy.Guests.From, StringComparison.OrdinalIgnoreCase)
        || Options.OrgUnits.Keys.Contains(path, StringComparer.OrdinalIgnoreCase);

    /// <summary>The roles from groups, and granted ones; each once, in order.</summary>
    /// <param name="groups">The groups' object IDs.</param>
    /// <param name="given">Granted roles.</param>
    public IReadOnlyList<string> RolesOf(IReadOnlyList<string> groups, IReadOnlyList<string> given) =>
        [
            .. Options
                .Roles.Where(role => role.Value.Any(group => groups.Contains(group, StringComparer.OrdinalIgnoreCase)))
                .Select(role => role.Key)
                .Union(given, StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>Of some groups, those that give a role; in order.</summary>
    /// <param name="groups">The groups' object IDs.</param>
    internal IReadOnlyList<string> GroupsWithRoles(IReadOnlyList<string> groups)
    {
        var giving = Options.Roles.Values.SelectMany(role => role).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. groups.Where(giving.Contains).Order(StringComparer.Ordinal)];
    }

    /// <summary>Starts a reading of the metadata unless one is running; returns the one that runs.</summary>
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

    /// <summary>Whether the last requested refresh is long enough ago. If so, the present one is recorded.</summary>
    internal bool MayRefresh(DateTimeOffset now, TimeSpan atMostEvery)
    {
        var last = Interlocked.Read(ref _refreshedAt);
        return now.UtcTicks - last >= atMostEvery.Ticks && Interlocked.CompareExchange(ref _refreshedAt, now.UtcTicks, last) == last;
    }

    /// <summary>
    /// Whether an identity provider that was never read is due to be tried again. If so, the present attempt is recorded.
    /// </summary>
    internal bool IsUnreadDue(DateTimeOffset now, TimeSpan every) => _connectionError is not null && MayRefresh(now, every);

    /// <summary>Takes the first reading of an identity provider into use, or keeps why there is none. The log has what is new.</summary>
    /// <param name="issuer">The issuer that was read; null when the reading failed.</param>
    /// <param name="error">Why it failed.</param>
    /// <param name="inUse">The organizations, each of which has another issuer.</param>
    /// <param name="logger">The log.</param>
    /// <param name="use">Takes it into use.</param>
    internal void NoteRead(string? issuer, string? error, OrganizationsInUse inUse, ILogger logger, Action use)
    {
        if (issuer is not null && inUse.All.Any(o => o != this && o.Issuer == issuer))
        {
            error = "another organization has this identity provider already";
        }

        if (error is null)
        {
            use();
            _connectionError = null;
            logger.MetadataReadAgain(Name);
        }
        else if (_connectionError is { } before && !before.EndsWith(error, StringComparison.Ordinal))
        {
            _connectionError = error;
            logger.StartedUnread(Name, error);
        }
    }

    internal static bool IsName(string name) => NamePattern().IsMatch(name);

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NamePattern();
}
