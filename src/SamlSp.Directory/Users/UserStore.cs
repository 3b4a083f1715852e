using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>
/// User records in the store: one for each user, whether sign-in or provisioning comes first, and however many come at once.
/// </summary>
internal sealed class UserStore(Store store) : IUserStore
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
                    AuditActors.SignIn,
                    scope => SignInAsync(scope, organization, identity, cancellationToken),
                    cancellationToken
                );
            }
            catch (DbUpdateException e) when (attempt < Attempts && (e is DbUpdateConcurrencyException || StoreErrors.IsUniqueViolation(e)))
            {
                // Another sign-in of this user, or of a user with this NameID, was first: this time its record is found.
            }
        }
    }

    private static async Task<UserSignInResult> SignInAsync(
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
            // Provisioning may be about to create the record.
            await scope.LockObjectIdAsync(candidates.ObjectIdLower, cancellationToken);
            candidates = await CandidatesAsync(scope, organization, identity, cancellationToken);
            user = candidates.ByKey(identity.Key);
        }

        var joined = user is null ? candidates.ByEmail() : null;
        user ??= joined;

        if (user?.DeletedAt is not null && !organization.Options.RefuseDeleted)
        {
            // The tombstone is from a time when deleted users were refused here.
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
        // Only a sign-in that would be accepted otherwise creates a unit.
        var arrives = refusal is null && user is not { OrgUnitPinned: true } && user?.OrgUnitPath != identity.OrgUnitPath;
        if (arrives && !await scope.EnsureOrgUnitAsync(organization, identity.OrgUnitPath, cancellationToken))
        {
            refusal = SignInRefusalCodes.OrgUnitUnknown;
        }

        if (refusal is not null)
        {
            scope.Actor = user?.Id ?? AuditActors.Unknown;
            scope.Audit(AuditActions.SignInRefused, user?.Id, code: refusal);
            await scope.SaveAsync(cancellationToken);
            return new() { RefusalCode = refusal };
        }

        var (created, moved) = (user is null, false);
        if (user is null)
        {
            scope.Add(user = Create(scope, identity));
            scope.Actor = user.Id;
            scope.Audit(AuditActions.UserCreated, user.Id);
        }
        else
        {
            var before = user.OrgUnitPath;
            scope.Actor = user.Id;
            Update(user, identity, scope.Now);
            moved = user.OrgUnitPath != before;
            if (joined is not null)
            {
                scope.Audit(AuditActions.UserJoined, user.Id);
            }
        }

        user.LastSignInAt = scope.Now;
        await scope.SaveAsync(cancellationToken);
        var version = moved ? await scope.RightsChangedAsync(user.Id, cancellationToken) : user.RightsVersion;
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

    private static UserRow Create(OrganizationScope scope, SignInIdentity identity)
    {
        var user = new UserRow
        {
            Organization = scope.Organization,
            Id = Guid.CreateVersion7(scope.Now).ToString(),
            TenantId = identity.Key.TenantId,
            UserType = identity.UserType,
            OrgUnitPath = identity.OrgUnitPath,
            CreatedAt = scope.Now,
            UpdatedAt = scope.Now,
            Attributes = "{}",
        };
        Update(user, identity, scope.Now);
        return user;
    }

    private static void Update(UserRow user, SignInIdentity identity, DateTimeOffset now)
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
        user.NameId = identity.NameId;
        user.OriginalUpn = identity.OriginalUserPrincipalName ?? user.OriginalUpn;
        user.DisplayName = identity.DisplayName ?? user.DisplayName;
        user.Mail = identity.Mail ?? user.Mail;
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
            user.UpdatedAt = now;
        }
    }
}
