using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Test sign-ins in the store, so that the answer may come to another node than the one that asked.</summary>
internal sealed class TrialSignInStore(
    Store store,
    OrganizationDirectory organizations,
    StoredOrganizations stored,
    OrganizationSettings format,
    IUserStore users,
    IUserDirectory directory,
    IDataProtectionProvider protection,
    TimeProvider clock
) : ITrialSignIns, ITrialSignInSource
{
    /// <summary>How long a test may take, from its start to the answer.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>How long settings can be saved as tried.</summary>
    public static readonly TimeSpan SavableFor = TimeSpan.FromHours(1);

    /// <summary>How long results are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private const int Batch = 100;
    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
    private readonly IDataProtector _protector = protection.CreateProtector("SamlSp.TrialSignInRecord.v1");

    /// <inheritdoc />
    public async Task<TrialSignInStart> StartAsync(
        string organization,
        OrganizationOptions settings,
        Session by,
        string returnUrl,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(by);
        var (name, prepared, errors) = await organizations.PrepareTrialAsync(organization, settings, cancellationToken);
        if (errors.Count > 0)
        {
            return new() { Errors = errors };
        }

        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var now = clock.GetUtcNow();
        var written = new OrganizationRow
        {
            Organization = OrganizationScope.Key(name),
            Name = name,
            Settings = "",
            Revision = 0,
            CreatedAt = now,
            UpdatedAt = now,
            UpdatedBy = by.UserId,
        };
        format.Write(written, prepared);
        await store.WriteWideAsync(wide => wide.CleanTrialSignInsAsync(now - Kept, Batch, cancellationToken), cancellationToken);
        await store.WriteAsync(
            name,
            by.UserId,
            async scope =>
            {
                scope.Add(
                    new TrialSignInRow
                    {
                        Id = id,
                        Organization = scope.Organization,
                        Session = SessionReference.FromId(by.Id),
                        Actor = by.UserId,
                        Settings = written.Settings,
                        Secrets = written.Secrets,
                        ReturnUrl = $"{returnUrl}{(returnUrl.Contains('?', StringComparison.Ordinal) ? '&' : '?')}test={id}",
                        CreatedAt = now,
                    }
                );
                scope.Audit(AuditActions.OrganizationTested, scope.Organization);
                await scope.SaveAsync(cancellationToken);
                return true;
            },
            cancellationToken
        );
        return new() { Id = id, Url = $"{stored.Builder!.Scheme.Options.ModulePath}/Test?id={id}" };
    }

    /// <inheritdoc />
    public async Task<TrialSignInRecord?> FindAsync(string organization, string id, CancellationToken cancellationToken)
    {
        var row = await store.ReadAsync(
            organization,
            scope => scope.TrialSignIns.AsNoTracking().FirstOrDefaultAsync(t => t.Id == id, cancellationToken),
            cancellationToken
        );
        return Read(row);
    }

    /// <inheritdoc />
    public async Task<TrialSignInRecord?> FindNewestAsync(string organization, CancellationToken cancellationToken)
    {
        var row = await store.ReadAsync(
            organization,
            scope =>
                scope
                    .TrialSignIns.AsNoTracking()
                    .Where(t => t.Result != null)
                    .OrderByDescending(t => t.CreatedAt)
                    .FirstOrDefaultAsync(cancellationToken),
            cancellationToken
        );
        return Read(row);
    }

    /// <summary>The test of a row; null when there is none, or it is too old.</summary>
    private TrialSignInRecord? Read(TrialSignInRow? row)
    {
        if (row is null || row.CreatedAt + Kept < clock.GetUtcNow())
        {
            return null;
        }

        return new()
        {
            Id = row.Id,
            Actor = row.Actor,
            CreatedAt = row.CreatedAt,
            Settings = OrganizationSettings.ReadWithoutSecrets(Settings(row)),
            Result = row.Result is null ? null : JsonSerializer.Deserialize<TrialSignInResult>(_protector.Unprotect(row.Result), Json),
            SavableUntil = row.CreatedAt + SavableFor,
        };
    }

    /// <inheritdoc />
    public async Task<OrganizationSaveResult> SaveAsync(
        string organization,
        string id,
        int revision,
        string actor,
        CancellationToken cancellationToken
    )
    {
        if (await FindSavableAsync(organization, id, cancellationToken) is not var (settings, result))
        {
            return new() { Errors = ["Connection: this test was refused, was not finished, or is more than an hour old: test it again"] };
        }

        var saved = await organizations.SaveTriedAsync(organization, settings, revision, actor, cancellationToken);
        if (
            !saved.Saved
            || result.Identity is not { } identity
            || result.Roles.Any(OwnerLinks.IsOwner)
            || !stored.Builder!.Registry.TryGet(organization, out var now)
        )
        {
            return saved;
        }

        var userId = result.RecordId ?? (await users.SignInAsync(now, identity, cancellationToken)).User?.Id;
        if (userId is not null)
        {
            await directory.GrantRoleAsync(organization, userId, OwnerLinks.Role, actor, cancellationToken);
        }

        return saved;
    }

    /// <summary>
    /// What can be saved as tried: the settings with their secrets, and what the test found; null when it was refused, is too old or was
    /// never finished.
    /// </summary>
    private async Task<(OrganizationOptions Settings, TrialSignInResult Result)?> FindSavableAsync(
        string organization,
        string id,
        CancellationToken cancellationToken
    )
    {
        if (
            await FindAsync(organization, id, cancellationToken) is not { Result: { Accepted: true } result } test
            || test.SavableUntil < clock.GetUtcNow()
        )
        {
            return null;
        }

        var row = await store.ReadAsync(
            organization,
            scope => scope.TrialSignIns.AsNoTracking().FirstAsync(t => t.Id == id, cancellationToken),
            cancellationToken
        );
        return (format.Read(Settings(row)), result);
    }

    /// <inheritdoc />
    public async Task<(Organization Organization, string ReturnUrl)?> FindAsync(
        HttpContext context,
        string test,
        CancellationToken cancellationToken
    )
    {
        if (test.Length != 32 || stored.Builder is not { } builder)
        {
            return null;
        }

        await context.AuthenticateAsync(SamlSpDefaults.SessionScheme);
        if (context.GetSamlSpSession() is not { } session)
        {
            return null;
        }

        var row = await store.ReadWideAsync(wide => wide.FindTrialSignInAsync(test, cancellationToken), cancellationToken);
        if (
            row is null
            || row.Session != SessionReference.FromId(session.Id)
            || row.CreatedAt + Lifetime < clock.GetUtcNow()
            || row.Result is not null
        )
        {
            return null;
        }

        var known = builder.Registry.TryGet(session.Organization, out var inUse) ? inUse : null;
        if (known is not null && builder.Registry.IsDeclared(known.Name))
        {
            return (known, row.ReturnUrl);
        }

        var (organization, _) = await builder.BuildAsync(
            known?.Name ?? session.Organization,
            format.Read(Settings(row)),
            known,
            saved: false,
            cancellationToken
        );
        return organization is null ? null : (organization, row.ReturnUrl);
    }

    /// <inheritdoc />
    public Task CompleteAsync(
        string test,
        Organization organization,
        SignInTrace trace,
        SignInOutcome outcome,
        CancellationToken cancellationToken
    ) =>
        store.WriteAsync(
            organization.Name,
            actor: null,
            async scope =>
            {
                var row = await scope.TrialSignIns.FirstOrDefaultAsync(t => t.Id == test, cancellationToken);
                if (row is not { Result: null })
                {
                    return false;
                }

                var record = await RecordAsync(scope, trace, cancellationToken);
                IReadOnlyList<string> given = record is null ? [] : await scope.RolesOfAsync(organization, record, cancellationToken);
                row.Result = _protector.Protect(
                    JsonSerializer.Serialize(
                        new TrialSignInResult
                        {
                            At = scope.Now,
                            Accepted = outcome.Code is null,
                            Code = outcome.Code,
                            Reason = outcome.Code is null ? null : outcome.Reason,
                            Checks = trace.Checks,
                            Issuer = trace.Verified?.Issuer,
                            NameId = trace.Verified?.NameId.Value,
                            NameIdFormat = trace.Verified?.NameId.Format,
                            AuthenticatedAt = trace.Verified?.AuthnInstant,
                            MultipleFactors = trace.Verified?.MultipleFactors ?? false,
                            Claims = trace.Verified?.Claims ?? new Dictionary<string, IReadOnlyList<string>>(),
                            Identity = trace.Identity,
                            Roles = trace.Identity is null ? [] : organization.RolesOf(trace.Identity.Groups, given),
                            RecordId = record,
                            PolicyFrom = trace.Policy?.From,
                            Frequency = trace.Policy is { RequiresReauthentication: true } policy ? policy.Frequency : null,
                            SessionEndsAt = trace.End?.At,
                            SessionEndsBy = trace.End?.By,
                        },
                        Json
                    )
                );
                await scope.SaveAsync(cancellationToken);
                return true;
            },
            cancellationToken
        );

    /// <summary>The ID of the user's record, where there is one already.</summary>
    private static async Task<string?> RecordAsync(OrganizationScope scope, SignInTrace trace, CancellationToken cancellationToken)
    {
        if (trace.Identity is not { } identity)
        {
            return null;
        }

        var objectId = identity.Key.ObjectId.ToLowerInvariant();
        return await scope
            .Users.Where(u =>
                u.ObjectIdLower == objectId && (u.TenantId == identity.Key.TenantId || u.TenantId == "") && u.DeletedAt == null
            )
            .Select(u => u.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    private static OrganizationRow Settings(TrialSignInRow row) =>
        new()
        {
            Organization = row.Organization,
            Name = row.Organization,
            Settings = row.Settings,
            Secrets = row.Secrets,
            Revision = 0,
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.CreatedAt,
            UpdatedBy = row.Actor,
        };
}
