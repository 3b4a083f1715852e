using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Organizations of the configuration and of the store.</summary>
internal sealed class OrganizationDirectory(
    Store store,
    StoredOrganizations organizations,
    OrganizationSettings format,
    SettingsHistory history,
    TimeProvider clock
) : IOrganizationDirectory
{
    /// <summary>Settings by which a whole organization loses its way in when they are wrong.</summary>
    private static readonly HashSet<string> LocksOut = new(
        new[]
        {
            "Protocol",
            "MetadataUrl",
            "Metadata",
            "MetadataSigningCertificates",
            "EntityId",
            "NameIdFormat",
            "SignRequests",
            "Issuer",
            "AuthorizationUrl",
            "TokenUrl",
            "JwksUrl",
            "ClientId",
            "ClientAuthentication",
            "ClientAssertionAudience",
            "ClientSecret",
            "Scopes",
        }
            .Select(key => "Connection:" + key)
            .Append("KeyClaim"),
        StringComparer.Ordinal
    );

    private static readonly string[] SecretKeys = ["Connection:ClientSecret", "Connection:Graph:ClientSecret"];

    /// <summary>A form that is older than that many changes is a conflict.</summary>
    private const int MaxMergedChanges = 20;

    private OrganizationBuilder Builder =>
        organizations.Builder ?? throw new InvalidOperationException("There are no organizations where nobody signs in: call AddSamlSp.");

    /// <inheritdoc />
    public async Task<IReadOnlyList<OrganizationEntry>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await StoredOrganizationSql.ReadAllAsync(store, cancellationToken);
        var declared = Builder.Registry.All.Where(o => Builder.Registry.IsDeclared(o.Name)).Select(Declared);
        return
        [
            .. rows.Where(row => !Builder.Registry.IsDeclared(row.Name))
                .Select(Stored)
                .Concat(declared)
                .OrderBy(o => o.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <inheritdoc />
    public async Task<OrganizationEntry?> FindAsync(string organization, CancellationToken cancellationToken)
    {
        if (Builder.Registry.IsDeclared(organization) && Builder.Registry.TryGet(organization, out var declared))
        {
            return Declared(declared);
        }

        return await FindRowAsync(organization, cancellationToken) is { } row ? Stored(row) : null;
    }

    /// <inheritdoc />
    public async Task<OrganizationSaveResult> CreateAsync(
        string organization,
        OrganizationOptions settings,
        string actor,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentException.ThrowIfNullOrEmpty(actor);
        if (!Organization.IsName(organization))
        {
            return Refused("Name: an organization's name has letters, digits, dots, hyphens and underscores, at most 64 of them");
        }

        if (Builder.Registry.IsDeclared(organization) || await FindRowAsync(organization, cancellationToken) is not null)
        {
            return Refused("Name: there is an organization of this name already");
        }

        var (copy, built, errors) = await PrepareAsync(organization, settings, before: null, cancellationToken);
        if (errors.Count > 0)
        {
            return new() { Errors = errors };
        }

        var now = clock.GetUtcNow();
        var row = new OrganizationRow
        {
            Organization = OrganizationScope.Key(organization),
            Name = organization,
            Settings = "",
            Issuer = Issuer(built),
            Revision = 1,
            CreatedAt = now,
            UpdatedAt = now,
            UpdatedBy = actor,
        };
        format.Write(row, copy);
        return await CommitAsync(
            row,
            built,
            actor,
            async scope =>
            {
                scope.Add(row);
                await scope.SetDomainsAsync(copy.Domains, cancellationToken);
                Audit(scope, AuditActions.OrganizationCreated, OrganizationSettings.Changes(new(), copy));
                await scope.AddHistoryAsync(
                    SettingsHistoryKind.Settings,
                    "",
                    null,
                    row.Settings,
                    row.Secrets is not null,
                    cancellationToken
                );
                return true;
            },
            cancellationToken
        );
    }

    /// <inheritdoc />
    public Task<OrganizationSaveResult> SaveAsync(
        string organization,
        OrganizationOptions settings,
        int revision,
        string actor,
        CancellationToken cancellationToken
    ) => SaveAsync(organization, settings, revision, actor, tried: false, cancellationToken);

    /// <summary>
    /// Saves settings that a user has signed in with. Where others have been saved since, only the connection is saved, unless that has
    /// changed as well: then it is a conflict.
    /// </summary>
    public async Task<OrganizationSaveResult> SaveTriedAsync(
        string organization,
        OrganizationOptions settings,
        int revision,
        string actor,
        CancellationToken cancellationToken
    )
    {
        var result = await SaveAsync(organization, settings, revision, actor, tried: true, cancellationToken);
        if (
            !result.Conflict
            || await FindRowAsync(organization, cancellationToken) is not { } row
            || ReadOrNull(row) is not { } now
            || await HasConnectionChangedAsync(row, revision, cancellationToken)
        )
        {
            return result;
        }

        now.Connection = settings.Connection;
        return await SaveAsync(organization, now, row.Revision, actor, tried: true, cancellationToken);
    }

    /// <summary>
    /// What a test sign-in is to try: the settings with their secrets, checked as for saving. Of a declared organization, its own.
    /// </summary>
    public async Task<(string Name, OrganizationOptions Settings, IReadOnlyList<string> Errors)> PrepareTrialAsync(
        string organization,
        OrganizationOptions settings,
        CancellationToken cancellationToken
    )
    {
        if (Builder.Registry.IsDeclared(organization) && Builder.Registry.TryGet(organization, out var declared))
        {
            return (declared.Name, OrganizationSettings.Copy(declared.Options), []);
        }

        if (await FindRowAsync(organization, cancellationToken) is not { } row)
        {
            return (organization, settings, ["Name: there is no organization of this name"]);
        }

        var (copy, built, errors) = await PrepareAsync(row.Name, settings, ReadOrNull(row), cancellationToken);
        return (
            row.Name,
            copy,
            errors.Count > 0 || built is not null ? errors
            : copy.Connection.Protocol == ConnectionProtocol.Saml2 ? ["Connection:MetadataUrl: enter it, or upload the metadata as a file"]
            : ["Connection:AuthorizationUrl: enter it, with the token URL and the client ID"]
        );
    }

    /// <summary>Whether settings are saved only after a trial sign-in: a mistake in them would lock everybody out.</summary>
    public static bool MustBeTried(OrganizationOptions before, OrganizationOptions after) =>
        MustBeTried(before, OrganizationSettings.Changes(before, after));

    private static bool MustBeTried(OrganizationOptions before, IReadOnlyList<string> changes) =>
        OrganizationBuilder.HasConnection(before.Connection) && before.Connection.Enabled && changes.Any(LocksOut.Contains);

    private async Task<OrganizationSaveResult> SaveAsync(
        string organization,
        OrganizationOptions settings,
        int revision,
        string actor,
        bool tried,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentException.ThrowIfNullOrEmpty(actor);
        if (Builder.Registry.IsDeclared(organization))
        {
            return Refused("Name: this organization is declared in the configuration, and can be changed there alone");
        }

        if (await FindRowAsync(organization, cancellationToken) is not { } row)
        {
            return Refused("Name: there is no organization of this name");
        }

        if (row.Revision != revision)
        {
            return new() { Conflict = true };
        }

        var before = ReadOrNull(row);
        var (copy, built, errors) = await PrepareAsync(row.Name, settings, before, cancellationToken);
        if (errors.Count > 0)
        {
            return new() { Errors = errors };
        }

        var changes = OrganizationSettings.Changes(before ?? new(), copy);
        if (changes.Count == 0)
        {
            return new() { Entry = Stored(row) };
        }

        if (!tried && before is not null && MustBeTried(before, changes))
        {
            return Refused(
                "Connection: has to be tried before it counts: a mistake in it would lock everybody out. Test it, and save what was tested"
            );
        }

        OrganizationRow? saved = null;
        var policies = changes.Any(key => key.StartsWith(nameof(OrganizationOptions.OrgUnits) + ":", StringComparison.Ordinal));
        return
            await CommitAsync(
                row,
                built,
                actor,
                async scope =>
                {
                    if (policies)
                    {
                        await scope.LockPoliciesAsync(exclusive: true, cancellationToken);
                        await scope.CountPolicyChangeAsync(cancellationToken);
                    }

                    saved = await scope.OrganizationRows.SingleOrDefaultAsync(cancellationToken);
                    if (saved is null || saved.Revision != revision)
                    {
                        return false;
                    }

                    if (policies)
                    {
                        await TightenAsync(scope, OrganizationSettings.ReadWithoutSecrets(saved), copy, cancellationToken);
                    }

                    var replaced = saved.Settings;
                    format.Write(saved, copy);
                    await scope.AddHistoryAsync(
                        SettingsHistoryKind.Settings,
                        "",
                        replaced,
                        saved.Settings,
                        changes.Any(SecretKeys.Contains),
                        cancellationToken
                    );
                    await scope.SetDomainsAsync(copy.Domains, cancellationToken);
                    (saved.Issuer, saved.Revision, saved.UpdatedAt, saved.UpdatedBy) = (Issuer(built), revision + 1, scope.Now, actor);
                    Audit(scope, AuditActions.OrganizationChanged, changes);
                    return true;
                },
                cancellationToken
            )
                is var result
            && result.Saved
            ? result with
            {
                Entry = Stored(saved!),
            }
            : result;
    }

    /// <summary>
    /// Whether the connection has changed since a revision, or that is not known: each revision has a change in the history.
    /// </summary>
    private async Task<bool> HasConnectionChangedAsync(OrganizationRow row, int since, CancellationToken cancellationToken)
    {
        var count = row.Revision - since;
        if (count is < 1 or > MaxMergedChanges)
        {
            return true;
        }

        var changes = await history.ListAsync(row.Name, SettingsHistoryKind.Settings, before: null, count, cancellationToken);
        return changes.Count < count
            || changes.Any(change =>
                change.SecretsChanged || OrganizationSettings.Changes(change.Before, change.After).Any(IsOfConnection)
            );
    }

    private static bool IsOfConnection(string key) =>
        LocksOut.Contains(key) || key.StartsWith(nameof(OrganizationOptions.Connection) + ":", StringComparison.Ordinal);

    /// <summary>
    /// Live sessions are made shorter where the settings' policies have become stricter, as when a policy is set on a unit.
    /// </summary>
    private static async Task TightenAsync(
        OrganizationScope scope,
        OrganizationOptions before,
        OrganizationOptions after,
        CancellationToken cancellationToken
    )
    {
        var rows = await scope.OrgUnitRowsAsync(cancellationToken);
        await PolicyTightening.ApplyAsync(
            scope,
            new OrgUnitTree(before.OrgUnits, rows).Policies,
            new OrgUnitTree(after.OrgUnits, rows).Policies,
            maximum: null,
            cancellationToken
        );
    }

    /// <summary>
    /// Checks settings and builds the organization from them, asking its identity provider where the connection has changed.
    /// </summary>
    private async Task<(OrganizationOptions Settings, Organization? Built, IReadOnlyList<string> Errors)> PrepareAsync(
        string name,
        OrganizationOptions settings,
        OrganizationOptions? before,
        CancellationToken cancellationToken
    )
    {
        var copy = OrganizationSettings.Copy(settings);
        copy.Connection.ClientSecret = (copy.Connection.Protocol, copy.Connection.ClientSecret) switch
        {
            (ConnectionProtocol.OpenIdConnect, null) when copy.Connection.ClientAuthentication == ClientAuthenticationMethod.ClientSecret =>
                before?.Connection.ClientSecret,
            (_, "") => null,
            (_, var secret) => secret,
        };
        if (copy.Connection.Graph is { ClientSecret: null } graph)
        {
            graph.ClientSecret = before?.Connection.Graph?.ClientSecret;
        }

        var owners = await StoredOrganizationSql.ReadDomainsAsync(store, cancellationToken);
        var key = OrganizationScope.Key(name);
        var errors = Builder.Check(name, copy, owners.Where(owner => owner.Value != key).Select(owner => owner.Key));
        if (errors.Count > 0 || !OrganizationBuilder.HasConnection(copy.Connection))
        {
            return (copy, null, errors);
        }

        var known = Builder.Registry.TryGet(name, out var inUse) ? inUse : null;
        var (built, wrong) = await Builder.BuildAsync(name, copy, known, saved: false, cancellationToken);
        return (copy, built, wrong);
    }

    private async Task<OrganizationSaveResult> CommitAsync(
        OrganizationRow row,
        Organization? built,
        string actor,
        Func<OrganizationScope, Task<bool>> change,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var written = await store.WriteAsync(
                row.Name,
                actor,
                async scope =>
                {
                    if (!await change(scope))
                    {
                        return false;
                    }

                    await scope.PublishOrganizationAsync(cancellationToken);
                    return true;
                },
                cancellationToken
            );
            if (!written)
            {
                return new() { Conflict = true };
            }
        }
        catch (DbUpdateConcurrencyException)
        {
            return new() { Conflict = true };
        }
        catch (DbUpdateException e) when (StoreErrors.IsUniqueViolation(e))
        {
            return Refused(
                "Connection: another organization with this name, this identity provider or one of these domains was saved "
                    + "a moment ago"
            );
        }

        if (built is not null)
        {
            organizations.Put(built);
        }
        else
        {
            Builder.Registry.Remove(row.Name);
        }

        return new() { Entry = Stored(row) };
    }

    private Task<OrganizationRow?> FindRowAsync(string organization, CancellationToken cancellationToken) =>
        Organization.IsName(organization)
            ? store.ReadAsync(
                organization,
                scope => scope.OrganizationRows.AsNoTracking().SingleOrDefaultAsync(cancellationToken),
                cancellationToken
            )
            : Task.FromResult<OrganizationRow?>(null);

    /// <summary>The settings of a row; null when its secrets cannot be decrypted any more: whoever saves enters them anew.</summary>
    private OrganizationOptions? ReadOrNull(OrganizationRow row)
    {
        try
        {
            return format.Read(row);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private OrganizationEntry Stored(OrganizationRow row)
    {
        // Secrets that cannot be decrypted are entered anew.
        var secrets = row.Secrets is null ? null : ReadOrNull(row)?.Connection;
        return new()
        {
            Name = row.Name,
            Settings = OrganizationSettings.ReadWithoutSecrets(row),
            IsDeclared = false,
            HasClientSecret = secrets?.ClientSecret is not null,
            HasGraphClientSecret = secrets?.Graph?.ClientSecret is not null,
            IsInUse = Builder.Registry.TryGet(row.Name, out _),
            Revision = row.Revision,
            UpdatedAt = row.UpdatedAt,
            UpdatedBy = row.UpdatedBy,
        };
    }

    private static OrganizationEntry Declared(Organization organization) =>
        new()
        {
            Name = organization.Name,
            Settings = OrganizationSettings.WithoutSecrets(organization.Options),
            IsDeclared = true,
            HasClientSecret = organization.Options.Connection.ClientSecret is not null,
            HasGraphClientSecret = organization.Options.Connection.Graph?.ClientSecret is not null,
            IsInUse = true,
        };

    private static string? Issuer(Organization? built) => built is null ? null : $"{built.Options.Connection.Protocol} {built.Issuer}";

    private static void Audit(OrganizationScope scope, string action, IReadOnlyList<string> changes) =>
        scope.Audit(action, scope.Organization, new { changed = changes });

    private static OrganizationSaveResult Refused(string error) => new() { Errors = [error] };
}
