using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;
using SamlSp.Protocol;

namespace SamlSp.Directory;

/// <summary>
/// Links by which the operator lets somebody in as an owner: signed with our own key, good for five minutes, for one use. For the first
/// owner, and for the day on which the identity provider is down.
/// </summary>
public sealed class OwnerLinks
{
    /// <summary>The path of the page that a link leads to.</summary>
    public const string Path = "/owner-link";

    /// <summary>What the <see cref="OperatorToken"/> in a link must be for; its subject is the organization's name.</summary>
    public const string Purpose = "owner-link";

    /// <summary>The subject of a link by which a new organization is made.</summary>
    public const string NewOrganization = "*";

    internal const string Role = "owner";

    private readonly Store _store;
    private readonly StoredOrganizations _organizations;
    private readonly IUsedAssertionIds _usedIds;
    private readonly TimeProvider _clock;

    internal OwnerLinks(Store store, StoredOrganizations organizations, IUsedAssertionIds usedIds, TimeProvider clock) =>
        (_store, _organizations, _usedIds, _clock) = (store, organizations, usedIds, clock);

    internal OrganizationBuilder Builder =>
        _organizations.Builder ?? throw new InvalidOperationException("There are no owners where nobody signs in: call AddSamlSp.");

    internal SamlSpOptions Options => Builder.Scheme.Options;

    private ServiceProviderKeys Keys => Builder.Scheme.Keys;

    /// <summary>Whether a role is the one that owners have.</summary>
    internal static bool IsOwner(string role) => string.Equals(role, Role, StringComparison.OrdinalIgnoreCase);

    /// <summary>The link with a token.</summary>
    public static string Url(string baseUrl, string token) => $"{baseUrl.TrimEnd('/')}{Path}?token={token}";

    /// <summary>
    /// Links for the organizations that have no owner yet, neither granted nor by group; where there is no organization at all, one by
    /// which to make it. None without a key of our own.
    /// </summary>
    /// <returns>The organization's name, null for a new one; and the link, which is a secret: it belongs on the operator's screen, and in
    /// no log.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be asked.</exception>
    public async Task<IReadOnlyList<(string? Organization, string Url)>> MakeForFirstOwnersAsync(CancellationToken cancellationToken)
    {
        if (Keys.Signing is not { } key)
        {
            return [];
        }

        var stored = await _store.ReadWideAsync(wide => wide.OrganizationsAsync(cancellationToken), cancellationToken);
        var names = Builder
            .Registry.All.Select(o => o.Name)
            .Concat(stored.Select(o => o.Name))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase)
            .ToList();
        var links = new List<(string?, string)>();
        foreach (var name in names)
        {
            if (!await HasOwnerAsync(name, cancellationToken))
            {
                links.Add((name, Make(key, name)));
            }
        }

        if (names.Count == 0)
        {
            links.Add((null, Make(key, NewOrganization)));
        }

        return links;
    }

    internal OperatorToken? Verify(string text) =>
        OperatorToken.TryVerify(text, Keys.Verification, Purpose, Options.BaseUrl!, _clock.GetUtcNow(), out var token) ? token : null;

    /// <summary>Takes a link; false when it was taken before, on any node.</summary>
    internal async Task<bool> TakeAsync(OperatorToken token, CancellationToken cancellationToken) =>
        await _usedIds.TryAddAsync("operator", token.Id, token.ExpiresAt + OperatorToken.MaximumLifetime, cancellationToken);

    private string Make(SigningKey key, string subject) =>
        Url(Options.BaseUrl!, OperatorToken.Create(key, Purpose, subject, Options.BaseUrl!, _clock.GetUtcNow()));

    private async Task<bool> HasOwnerAsync(string organization, CancellationToken cancellationToken)
    {
        if (
            Builder.Registry.TryGet(organization, out var known)
            && known.Options.Roles.TryGetValue(Role, out var groups)
            && groups.Count > 0
        )
        {
            return true;
        }

        return await _store.ReadAsync(
            organization,
            scope => scope.RoleGrants.AnyAsync(g => g.Role == Role, cancellationToken),
            cancellationToken
        );
    }
}
