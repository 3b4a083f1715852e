using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>
/// Writes a changed resource into a user's rows, inside a transaction. It finds collisions, and ends the sessions that the change ends.
/// </summary>
internal sealed class UserWriter(OrganizationScope scope, Organization organization, CancellationToken cancellationToken)
{
    /// <summary>The largest document of attributes without a column, characters.</summary>
    private const int MaxDocumentSize = 128 * 1024;

    private const int MaxNameLength = 512;

    /// <summary>What provisioning knows of the user now.</summary>
    public ProvisionedUserRow? Provisioned { get; private set; }

    /// <summary>Writes the resource; null when that is done, else why it is refused.</summary>
    /// <param name="user">The record, tracked and locked, or new and not added yet.</param>
    /// <param name="provisioned">What provisioning knows of it; null for nothing yet.</param>
    /// <param name="resource">The resource as it is to be.</param>
    /// <param name="isNew">Whether the record is new.</param>
    public async Task<ScimError?> WriteAsync(UserRow user, ProvisionedUserRow? provisioned, JsonObject resource, bool isNew)
    {
        var own = resource[ScimUrns.SamlSpUser] as JsonObject;
        if (UserMapping.Text(resource, "userName") is not { } userName || string.IsNullOrWhiteSpace(userName))
        {
            return ScimError.Value("userName is required.");
        }

        var externalId = UserMapping.Text(resource, "externalId");
        if (
            new[]
            {
                userName,
                externalId,
                UserMapping.Text(resource, "displayName"),
                UserMapping.Text(own, "originalUserPrincipalName"),
            }.Any(t => t?.Length > MaxNameLength)
        )
        {
            return ScimError.Value(
                $"userName, externalId, displayName and originalUserPrincipalName have at most {MaxNameLength} characters."
            );
        }

        var kind = UserMapping.Text(own, "userType") is { } word ? UserMapping.Kind(word, user.UserType) : null;
        if (kind is null && own?["userType"] is not null)
        {
            return ScimError.Value("userType of the samlsp extension is Member or Guest.");
        }

        var path = UserMapping.Text(own, "orgUnitPath");
        if (path is not null && !OrgUnitPath.IsValid(path))
        {
            return ScimError.Value("orgUnitPath is a path: it starts with a slash, and its parts are not empty.");
        }

        var document = UserMapping.ToDocument(resource);
        if (document.Length > MaxDocumentSize)
        {
            return ScimError.TooMany("The resource is too large.");
        }

        // Names and keys belong to one user. They are checked only where this write changes them, so that no collision ever stops a change
        // of anything else. E-mail addresses are no key.
        var renamed = isNew || provisioned is null || !string.Equals(provisioned.UserName, userName, StringComparison.OrdinalIgnoreCase);
        if (renamed && await ClaimUserNameAsync(user.Id, userName) is { } nameTaken)
        {
            return nameTaken;
        }

        if (externalId is not null && (isNew || user.ExternalId != externalId) && await IsExternalIdTakenAsync(user.Id, externalId))
        {
            return ScimError.Taken("externalId");
        }

        if (
            path is not null
            && (isNew || path != user.OrgUnitPath)
            && !await scope.EnsureOrgUnitAsync(organization, path, cancellationToken)
        )
        {
            return ScimError.Value("orgUnitPath is not one of the organization's org units. Only an administrator can create one.");
        }

        if (isNew || user.ExternalId != externalId)
        {
            SetExternalId(user, externalId);
        }

        user.DisplayName = UserMapping.Text(resource, "displayName");
        user.Mail = UserMapping.Mail(resource);
        user.OriginalUpn = UserMapping.Text(own, "originalUserPrincipalName");
        user.UserType = kind ?? user.UserType;

        // Until the first sign-in, the user is known by the name that provisioning gives.
        if (renamed && user.TenantId.Length == 0)
        {
            user.NameId = userName;
        }

        user.UpdatedAt = scope.Now;
        if (isNew)
        {
            if (path is not null)
            {
                (user.OrgUnitPath, user.OrgUnitPinned) = (path, true);
            }

            user.Suspended = UserMapping.Flag(resource, "active") == false;
            scope.Add(user);
        }

        var active = UserMapping.Flag(resource, "active") != false;
        var givesUp = GivesUpName(user, provisioned, userName, active);
        Provisioned =
            provisioned
            ?? new()
            {
                Organization = scope.Organization,
                UserId = user.Id,
                UserName = userName,
                Document = document,
            };
        if (provisioned is null)
        {
            scope.Add(Provisioned);
        }
        else
        {
            (provisioned.UserName, provisioned.Document) = (userName, document);
        }

        await scope.SaveAsync(cancellationToken);
        await WriteAddressesAsync(user.Id, UserMapping.Addresses(resource), isNew);
        if (givesUp)
        {
            await scope.ReleaseNameAsync(user, userName, cancellationToken);
        }

        if (!isNew)
        {
            await EndWhatEndsAsync(user, path, active);
        }

        return null;
    }

    private async Task EndWhatEndsAsync(UserRow user, string? path, bool active)
    {
        if (path is not null && path != user.OrgUnitPath)
        {
            await scope.MoveAsync(user, path, pinned: true, cancellationToken);
        }

        if (active)
        {
            await scope.RestoreAsync(user, cancellationToken);
        }
        else
        {
            await scope.SuspendAsync(user, cancellationToken);
        }
    }

    /// <summary>
    /// Until the first sign-in, an external ID that can be an object ID is the user's key. After it the key is what the sign-in proved,
    /// whatever externalId provisioning sends.
    /// </summary>
    private void SetExternalId(UserRow user, string? externalId)
    {
        user.ExternalId = externalId;
        if (user.TenantId.Length > 0)
        {
            return;
        }

        user.ObjectId =
            externalId is not null && (organization.Options.KeyClaim is not null || Guid.TryParse(externalId, out _)) ? externalId : null;
    }

    /// <summary>
    /// Makes sure that no other user has the name. Another user's userName is the directory's own statement, and counts. A name from
    /// another user's last sign-in counts while that user is active; once the directory says that they are not, they give it up.
    /// </summary>
    private async Task<ScimError?> ClaimUserNameAsync(string userId, string userName)
    {
        var lower = userName.ToLowerInvariant();
        if (await scope.IsUserNameOfAnotherAsync(lower, userId, cancellationToken))
        {
            return ScimError.Taken("userName");
        }

        if (await scope.FindNameHolderAsync(lower, userId, cancellationToken) is not { } holder)
        {
            return null;
        }

        if (!holder.Suspended)
        {
            return ScimError.Taken("userName");
        }

        await scope.ReleaseNameAsync(holder, name: null, cancellationToken);
        return null;
    }

    /// <summary>
    /// Whether this write gives up the name of the user's last sign-in. It does when it renames a user who signs in by the userName, and
    /// when it renames a user who is not active. Entra's soft delete does the latter: it puts the object ID before the userName and sets
    /// <c>active</c> to false, in one request or two.
    /// </summary>
    private static bool GivesUpName(UserRow user, ProvisionedUserRow? provisioned, string userName, bool active)
    {
        if (
            provisioned is null
            || user.TenantId.Length == 0
            || user.NameIdLower is not { } held
            || held.Equals(userName, StringComparison.OrdinalIgnoreCase)
        )
        {
            return false;
        }

        var renamed = !provisioned.UserNameLower.Equals(userName, StringComparison.OrdinalIgnoreCase);
        return renamed && (held == provisioned.UserNameLower || !active) || !active && IsNameOfSoftDelete(user, userName);
    }

    /// <summary>Whether a name begins with the user's object ID in hexadecimal, without hyphens.</summary>
    private static bool IsNameOfSoftDelete(UserRow user, string userName) =>
        Guid.TryParse(user.ObjectId, out var id) && userName.StartsWith(id.ToString("N"), StringComparison.OrdinalIgnoreCase);

    private async Task<bool> IsExternalIdTakenAsync(string userId, string externalId)
    {
        var lower = externalId.ToLowerInvariant();
        return await scope.Users.AnyAsync(u => u.ExternalId == externalId && u.Id != userId, cancellationToken)
            || await scope.Users.AnyAsync(u => u.ObjectIdLower == lower && u.Id != userId && u.DeletedAt == null, cancellationToken);
    }

    private async Task WriteAddressesAsync(string userId, IReadOnlyList<string> addresses, bool isNew)
    {
        var wanted = addresses.Select(a => a.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);
        var there = isNew ? [] : await scope.ProvisionedEmails.Where(e => e.UserId == userId).ToListAsync(cancellationToken);
        if (there.Count == 0 && wanted.Count == 0)
        {
            return;
        }

        foreach (var gone in there.Where(e => !wanted.Contains(e.Address)))
        {
            scope.Remove(gone);
        }

        foreach (var address in wanted.Except(there.Select(e => e.Address)))
        {
            scope.Add(
                new ProvisionedEmailRow
                {
                    Organization = scope.Organization,
                    UserId = userId,
                    Address = address,
                }
            );
        }

        await scope.SaveAsync(cancellationToken);
    }
}
