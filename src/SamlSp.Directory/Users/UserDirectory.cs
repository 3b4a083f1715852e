using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>User records in the store, for administration.</summary>
internal sealed partial class UserDirectory(Store store, OrganizationLookup organizations) : IUserDirectory
{
    /// <inheritdoc />
    public Task<UserChange> SuspendAsync(string organization, string userId, string actor, CancellationToken cancellationToken) =>
        TakeAsync(
            organization,
            userId,
            actor,
            async (scope, user) => From(await scope.SuspendAsync(user, cancellationToken)),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<UserChange> RestoreAsync(string organization, string userId, string actor, CancellationToken cancellationToken) =>
        ChangeAsync(
            organization,
            userId,
            actor,
            async (scope, user) => From(await scope.RestoreAsync(user, cancellationToken)),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<UserChange> DeleteAsync(string organization, string userId, string actor, CancellationToken cancellationToken) =>
        TakeAsync(
            organization,
            userId,
            actor,
            async (scope, user) =>
            {
                await scope.DeleteAsync(user, organizations.RefusesDeleted(organization), cancellationToken);
                return UserChange.Done;
            },
            cancellationToken
        );

    /// <inheritdoc />
    public Task<UserChange> ForgetAsync(string organization, string userId, string actor, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(actor);
        return store.WriteAsync(
            organization,
            actor,
            async scope =>
            {
                if (await scope.FindTombstoneAsync(userId, cancellationToken) is not { } tombstone)
                {
                    return UserChange.UserNotFound;
                }

                scope.Remove(tombstone);
                scope.Audit(AuditActions.UserForgotten, userId);
                await scope.SaveAsync(cancellationToken);
                return UserChange.Done;
            },
            cancellationToken
        );
    }

    /// <inheritdoc />
    public Task<UserChange> MoveAsync(
        string organization,
        string userId,
        string orgUnitPath,
        string actor,
        CancellationToken cancellationToken
    )
    {
        if (!OrgUnitPath.IsValid(orgUnitPath))
        {
            return Task.FromResult(UserChange.OrgUnitUnknown);
        }

        return ChangeAsync(
            organization,
            userId,
            actor,
            async (scope, user) =>
                await scope.EnsureOrgUnitAsync(organizations.Find(organization), orgUnitPath, cancellationToken)
                    ? From(await scope.MoveAsync(user, orgUnitPath, pinned: true, cancellationToken))
                    : UserChange.OrgUnitUnknown,
            cancellationToken
        );
    }

    /// <inheritdoc />
    public Task<UserChange> UnpinAsync(string organization, string userId, string actor, CancellationToken cancellationToken) =>
        ChangeAsync(
            organization,
            userId,
            actor,
            async (scope, user) => From(await scope.MoveAsync(user, user.OrgUnitPath, pinned: false, cancellationToken)),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<UserChange> GrantRoleAsync(
        string organization,
        string userId,
        string role,
        string actor,
        CancellationToken cancellationToken
    )
    {
        if (!IsRole(role))
        {
            return Task.FromResult(UserChange.RoleInvalid);
        }

        return ChangeAsync(
            organization,
            userId,
            actor,
            async (scope, user) => From(await scope.GrantRoleAsync(user, role, cancellationToken)),
            cancellationToken
        );
    }

    /// <inheritdoc />
    public Task<UserChange> RevokeRoleAsync(
        string organization,
        string userId,
        string role,
        string actor,
        CancellationToken cancellationToken
    )
    {
        if (!IsRole(role))
        {
            return Task.FromResult(UserChange.RoleInvalid);
        }

        async Task<UserChange> RevokeAsync(OrganizationScope scope, UserRow user) =>
            From(await scope.RevokeRoleAsync(user, role, cancellationToken));
        return OwnerLinks.IsOwner(role)
            ? TakeAsync(organization, userId, actor, RevokeAsync, cancellationToken)
            : ChangeAsync(organization, userId, actor, RevokeAsync, cancellationToken);
    }

    /// <summary>
    /// A change that may remove an owner. Such changes run one after the other, so that of two owners who remove each other at the same
    /// time the second is refused.
    /// </summary>
    private Task<UserChange> TakeAsync(
        string organization,
        string userId,
        string actor,
        Func<OrganizationScope, UserRow, Task<UserChange>> change,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            organization,
            userId,
            actor,
            async (scope, user) =>
            {
                await scope.LockOwnersAsync(cancellationToken);
                return await scope.IsLastOwnerAsync(user.Id, organizations.OwnerGroups(organization), cancellationToken)
                    ? UserChange.LastOwner
                    : await change(scope, user);
            },
            cancellationToken
        );

    private static UserChange From(bool changed) => changed ? UserChange.Done : UserChange.Unchanged;

    private static bool IsRole(string role)
    {
        ArgumentNullException.ThrowIfNull(role);
        return role.Length is > 0 and <= 64 && role.Trim().Length == role.Length && !role.Any(char.IsControl);
    }

    private async Task<UserChange> ChangeAsync(
        string organization,
        string userId,
        string actor,
        Func<OrganizationScope, UserRow, Task<UserChange>> change,
        CancellationToken cancellationToken
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(actor);
        return await store.WriteAsync(
            organization,
            actor,
            async scope =>
                await scope.FindToChangeAsync(userId, cancellationToken) is { } user ? await change(scope, user) : UserChange.UserNotFound,
            cancellationToken
        );
    }
}
