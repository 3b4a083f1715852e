using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;
using SamlSp.Protocol;

namespace SamlSp.Directory;

/// <summary>
/// Links by which the operator makes a user an owner. They are proven with the server's own key, and work once, for as long as the operator
/// chose: from minutes to days. They are for the first owner, and for an outage of the identity provider.
/// </summary>
internal sealed class OwnerLinks
{
    /// <summary>The path of the page that a link leads to.</summary>
    public const string Path = "/owner-link";

    /// <summary>The purpose of the <see cref="OperatorToken"/> in a link. Its subject is the organization's name.</summary>
    public const string Purpose = "owner-link";

    /// <summary>The subject of a link that creates an organization.</summary>
    public const string NewOrganization = "*";

    internal const string Role = "owner";

    private const string Issuer = "operator";

    private static readonly OrganizationSql AnyGrant = new("SELECT user_id FROM role_grants WHERE organization = $1 AND role = $2 LIMIT 1");

    private readonly Store _store;
    private readonly StoredOrganizations _organizations;
    private readonly IUsedAssertionIds _usedIds;
    private readonly TimeProvider _clock;

    internal OwnerLinks(Store store, StoredOrganizations organizations, IUsedAssertionIds usedIds, TimeProvider clock) =>
        (_store, _organizations, _usedIds, _clock) = (store, organizations, usedIds, clock);

    internal OrganizationBuilder Builder =>
        _organizations.Builder ?? throw new InvalidOperationException("Owner links need the sign-in: call AddSamlSp.");

    internal SamlSpScheme Scheme => Builder.Scheme;

    internal SamlSpOptions Options => Scheme.Options;

    private ServiceProviderKeys Keys => Builder.Scheme.Keys;

    /// <summary>Whether a role is the role of owners.</summary>
    internal static bool IsOwner(string role) => string.Equals(role, Role, StringComparison.OrdinalIgnoreCase);

    /// <summary>The link with a token.</summary>
    public static string Url(string baseUrl, string token) => $"{baseUrl.TrimEnd('/')}{Path}?token={token}";

    /// <summary>
    /// Creates links for the organizations that have no owner yet, neither granted nor by group. If there is no organization at all, one
    /// link creates it. Without a key pair of its own the server has no links.
    /// </summary>
    /// <returns>The organization's name, null for a new one, and the link. The link is a secret: show it on the operator's screen, and
    /// never log it.</returns>
    /// <exception cref="StoreUnavailableException">The store is not available.</exception>
    public async Task<IReadOnlyList<(string? Organization, string Url)>> CreateForFirstOwnersAsync(CancellationToken cancellationToken)
    {
        if (Keys.Signing is not { } key)
        {
            return [];
        }

        var stored = await StoredOrganizationSql.ReadAllAsync(_store, cancellationToken);
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
                links.Add((name, CreateUrl(key, name)));
            }
        }

        if (names.Count == 0)
        {
            links.Add((null, CreateUrl(key, NewOrganization)));
        }

        return links;
    }

    /// <summary>Verifies the token of a link, in the short form or the one from before it.</summary>
    /// <param name="text">The token, as the caller sent it.</param>
    /// <param name="problem">If the result is null: why. Only a genuine token is said to have expired.</param>
    internal OwnerLinkToken? Verify(string text, out OwnerLinkProblem problem)
    {
        if (!text.Contains('.', StringComparison.Ordinal))
        {
            var isShort = OwnerLinkToken.TryVerify(
                text,
                Keys.Now.SigningKeys,
                Options.BaseUrl!,
                _clock.GetUtcNow(),
                out var link,
                out var late
            );
            problem = late ? OwnerLinkProblem.Expired : OwnerLinkProblem.Invalid;
            return isShort ? link : null;
        }

        var genuine = OperatorToken.TryVerify(
            text,
            Keys.Verification,
            Purpose,
            Options.BaseUrl!,
            _clock.GetUtcNow(),
            out var token,
            out var expired
        );
        problem = expired ? OwnerLinkProblem.Expired : OwnerLinkProblem.Invalid;
        return genuine
            ? new()
            {
                Subject = token!.Subject,
                ExpiresAt = token.ExpiresAt,
                Id = token.Id,
            }
            : null;
    }

    /// <summary>Whether a link was used, on any node.</summary>
    internal ValueTask<bool> IsUsedAsync(OwnerLinkToken token, CancellationToken cancellationToken) =>
        _usedIds.ContainsAsync(Issuer, token.Id, cancellationToken);

    /// <summary>Marks a link as used, on all nodes. False if it was used before.</summary>
    internal async Task<bool> TakeAsync(OwnerLinkToken token, CancellationToken cancellationToken) =>
        await _usedIds.TryAddAsync(Issuer, token.Id, token.ExpiresAt + OperatorToken.MaximumLifetime, cancellationToken);

    private string CreateUrl(SigningKey key, string subject) =>
        Url(Options.BaseUrl!, OwnerLinkToken.Create(key, subject, Options.BaseUrl!, _clock.GetUtcNow() + OwnerLinkToken.DefaultLifetime));

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

        return (await _store.ReadAsync(organization, AnyGrant, [Role], cancellationToken)).Count > 0;
    }
}
