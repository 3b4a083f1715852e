using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>People's records in the store, for administration.</summary>
internal sealed partial class UserDirectory(Store store, OrganizationLookup organizations, TimeProvider clock) : IUserDirectory
{
    /// <inheritdoc />
    public Task<UserChange> SuspendAsync(string organization, string userId, string actor, CancellationToken cancellationToken) =>
        TakeAsync(
            organization,
            userId,
            actor,
            async (scope, user, now) => Of(await scope.SuspendAsync(user, actor, now, cancellationToken)),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<UserChange> RestoreAsync(string organization, string userId, string actor, CancellationToken cancellationToken) =>
        ChangeAsync(
            organization,
            userId,
            actor,
            async (scope, user, now) => Of(await scope.RestoreAsync(user, actor, now, cancellationToken)),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<UserChange> DeleteAsync(string organization, string userId, string actor, CancellationToken cancellationToken) =>
        TakeAsync(
            organization,
            userId,
            actor,
            async (scope, user, now) =>
            {
                await scope.DeleteAsync(user, organizations.RefusesDeleted(organization), actor, now, cancellationToken);
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
            async scope =>
            {
                if (await scope.FindMarkerAsync(userId, cancellationToken) is not { } marker)
                {
                    return UserChange.UserNotFound;
                }

                scope.Remove(marker);
                scope.Audit(clock.GetUtcNow(), actor, AuditActions.UserForgotten, userId);
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
            async (scope, user, now) =>
                await scope.EnsureOrgUnitAsync(organizations.Find(organization), orgUnitPath, actor, now, cancellationToken)
                    ? Of(await scope.MoveAsync(user, orgUnitPath, pinned: true, actor, now, cancellationToken))
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
            async (scope, user, now) => Of(await scope.MoveAsync(user, user.OrgUnitPath, pinned: false, actor, now, cancellationToken)),
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
            async (scope, user, now) => Of(await scope.GrantRoleAsync(user, role, actor, now, cancellationToken)),
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

        async Task<UserChange> RevokeAsync(OrganizationScope scope, UserRow user, DateTimeOffset now) =>
            Of(await scope.RevokeRoleAsync(user, role, actor, now, cancellationToken));
        return OwnerLinks.IsOwner(role)
            ? TakeAsync(organization, userId, actor, RevokeAsync, cancellationToken)
            : ChangeAsync(organization, userId, actor, RevokeAsync, cancellationToken);
    }

    /// <summary>
    /// What may take an owner away: done one after the other, so that of two owners who do it to each other at once the second is refused.
    /// </summary>
    private Task<UserChange> TakeAsync(
        string organization,
        string userId,
        string actor,
        Func<OrganizationScope, UserRow, DateTimeOffset, Task<UserChange>> change,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            organization,
            userId,
            actor,
            async (scope, user, now) =>
            {
                await scope.LockOwnersAsync(cancellationToken);
                return await scope.IsLastOwnerAsync(user.Id, now, cancellationToken)
                    ? UserChange.LastOwner
                    : await change(scope, user, now);
            },
            cancellationToken
        );

    private static UserChange Of(bool changed) => changed ? UserChange.Done : UserChange.Unchanged;

    private static bool IsRole(string role)
    {
        ArgumentNullException.ThrowIfNull(role);
        return role.Length is > 0 and <= 64 && role.Trim().Length == role.Length && !role.Any(char.IsControl);
    }

    private async Task<UserChange> ChangeAsync(
        string organization,
        string userId,
        string actor,
        Func<OrganizationScope, UserRow, DateTimeOffset, Task<UserChange>> change,
        CancellationToken cancellationToken
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(actor);
        return await store.WriteAsync(
            organization,
            async scope =>
                await scope.FindToChangeAsync(userId, cancellationToken) is { } user
                    ? await change(scope, user, clock.GetUtcNow())
                    : UserChange.UserNotFound,
            cancellationToken
        );
    }
}
