using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>People's records in the store: one for each person, whoever comes first and however many come at once.</summary>
internal sealed class UserStore(Store store, TimeProvider clock) : IUserStore
{
    private const int Attempts = 5;

    /// <inheritdoc />
    public async Task<UserSignInResult> SignInAsync(Organization organization, SignInIdentity identity, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await store.WriteAsync(
                    organization.Name,
                    scope => SignInAsync(scope, organization, identity, cancellationToken),
                    cancellationToken
                );
            }
            catch (DbUpdateException e) when (attempt < Attempts && (e is DbUpdateConcurrencyException || StoreErrors.IsUniqueViolation(e)))
            {
                // Another sign-in of this person, or of somebody with this NameID or address, was first: now its record is there to be
                // found.
            }
        }
    }

    private async Task<UserSignInResult> SignInAsync(
        OrganizationScope scope,
        Organization organization,
        SignInIdentity identity,
        CancellationToken cancellationToken
    )
    {
        var candidates = await CandidatesAsync(scope, organization, identity, cancellationToken);
        var user = candidates.ByKey(identity.Key);
        if (user is null)
        {
            // Provisioning may be about to make the record.
            await scope.LockPersonAsync(candidates.ObjectIdLower, cancellationToken);
            candidates = await CandidatesAsync(scope, organization, identity, cancellationToken);
            user = candidates.ByKey(identity.Key);
        }

        var joined = user is null ? candidates.ByEmail() : null;
        user ??= joined;

        if (user?.DeletedAt is not null && !organization.Options.RefuseDeleted)
        {
            // The marker is from a time when deleted people were refused here.
            scope.Remove(user);
            await scope.SaveAsync(cancellationToken);
            user = null;
        }

        var nameIsTaken =
            candidates.HoldsNameId(except: user)
            || await scope.IsUserNameOfAnotherAsync(candidates.NameIdLower, user?.Id, cancellationToken);
        var refusal = user switch
        {
            null when !organization.Options.JustInTime => SignInRefusalCodes.UserUnknown,
            { DeletedAt: not null } => SignInRefusalCodes.UserDeleted,
            { Suspended: true } => SignInRefusalCodes.UserSuspended,
            _ when nameIsTaken => SignInRefusalCodes.NameIdTaken,
            _ => null,
        };
        // Only somebody who would come in otherwise makes a unit.
        var arrives = refusal is null && user is not { OrgUnitPinned: true } && user?.OrgUnitPath != identity.OrgUnitPath;
        if (arrives && !await scope.EnsureOrgUnitAsync(organization, identity.OrgUnitPath, "sign-in", clock.GetUtcNow(), cancellationToken))
        {
            refusal = SignInRefusalCodes.OrgUnitUnknown;
        }

        if (refusal is not null)
        {
            scope.Audit(clock.GetUtcNow(), user?.Id ?? "unknown", AuditActions.SignInRefused, user?.Id, code: refusal);
            await scope.SaveAsync(cancellationToken);
            return new() { RefusalCode = refusal };
        }

        var (created, moved) = (user is null, false);
        if (user is null)
        {
            scope.Add(user = Make(scope.Organization, identity));
            scope.Audit(clock.GetUtcNow(), user.Id, AuditActions.UserCreated, user.Id);
        }
        else
        {
            var before = user.OrgUnitPath;
            Update(user, identity);
            moved = user.OrgUnitPath != before;
            if (joined is not null)
            {
                scope.Audit(clock.GetUtcNow(), user.Id, AuditActions.UserJoined, user.Id);
            }
        }

        user.LastSignInAt = clock.GetUtcNow();
        await scope.SaveAsync(cancellationToken);
        var version = moved ? await scope.RightsChangedAsync(user.Id, user.Id, clock.GetUtcNow(), cancellationToken) : user.RightsVersion;
        IReadOnlyList<string> roles = created ? [] : await scope.RolesOfAsync(organization, user.Id, cancellationToken);
        return new() { User = new(user.Id, user.OrgUnitPath, roles, created) { RightsVersion = version } };
    }

    private static async Task<UserCandidates> CandidatesAsync(
        OrganizationScope scope,
        Organization organization,
        SignInIdentity identity,
        CancellationToken cancellationToken
    )
    {
        var objectId = identity.Key.ObjectId.ToLowerInvariant();
        var nameId = identity.NameId.ToLowerInvariant();
        var addresses = EmailMatching.Addresses(organization, identity);

        // Not one query with "or", and no union that sorts: SQLite would go through all of the organization for either.
        var users = scope.Users.Where(u => u.ObjectIdLower == objectId).Concat(scope.Users.Where(u => u.NameIdLower == nameId));
        foreach (var address in addresses)
        {
            users = users.Concat(scope.Users.Where(u => u.MailLower == address)).Concat(scope.Users.Where(u => u.NameIdLower == address));
        }

        return new([.. (await users.ToListAsync(cancellationToken)).Distinct()], objectId, nameId, addresses);
    }

    private UserRow Make(string organization, SignInIdentity identity)
    {
        var now = clock.GetUtcNow();
        var user = new UserRow
        {
            Organization = organization,
            Id = Guid.CreateVersion7(now).ToString(),
            TenantId = identity.Key.TenantId,
            UserType = identity.UserType,
            OrgUnitPath = identity.OrgUnitPath,
            CreatedAt = now,
            UpdatedAt = now,
            Attributes = "{}",
        };
        Update(user, identity);
        return user;
    }

    private void Update(UserRow user, SignInIdentity identity)
    {
        var before = (
            user.TenantId,
            user.ObjectId,
            user.NameId,
            user.OriginalUpn,
            user.DisplayName,
            user.Mail,
            user.UserType,
            user.OrgUnitPath,
            user.Attributes
        );
        user.TenantId = identity.Key.TenantId;
        user.ObjectId = identity.Key.ObjectId;
        user.ObjectIdLower = identity.Key.ObjectId.ToLowerInvariant();
        user.NameId = identity.NameId;
        user.NameIdLower = identity.NameId.ToLowerInvariant();
        user.OriginalUpn = identity.OriginalUserPrincipalName ?? user.OriginalUpn;
        user.DisplayName = identity.DisplayName ?? user.DisplayName;
        user.Mail = identity.Mail ?? user.Mail;
        user.MailLower = user.Mail?.ToLowerInvariant();
        user.UserType = identity.UserType;
        if (!user.OrgUnitPinned)
        {
            user.OrgUnitPath = identity.OrgUnitPath;
        }

        user.Attributes = JsonSerializer.Serialize(identity.Attributes);
        var after = (
            user.TenantId,
            user.ObjectId,
            user.NameId,
            user.OriginalUpn,
            user.DisplayName,
            user.Mail,
            user.UserType,
            user.OrgUnitPath,
            user.Attributes
        );
        if (before != after)
        {
            user.UpdatedAt = clock.GetUtcNow();
        }
    }
}
