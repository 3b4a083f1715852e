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

        var addresses = UserMapping.Addresses(resource);
        if (await CollisionAsync(user.Id, userName, externalId, addresses) is { } taken)
        {
            return taken;
        }

        if (
            path is not null
            && (isNew || path != user.OrgUnitPath)
            && !await scope.EnsureOrgUnitAsync(organization, path, cancellationToken)
        )
        {
            return ScimError.Value(
                "orgUnitPath is not one of the organization's org units, and the organization lets nobody but an administrator make any."
            );
        }

        if (isNew || user.ExternalId != externalId)
        {
            SetExternalId(user, externalId);
        }

        user.DisplayName = UserMapping.Text(resource, "displayName");
        user.Mail = UserMapping.Mail(resource);
        user.OriginalUpn = UserMapping.Text(own, "originalUserPrincipalName");
        user.UserType = kind ?? user.UserType;

        // The name by which a sign-in is known is the sign-in's, once there was one.
        if (user.TenantId.Length == 0)
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
        await WriteAddressesAsync(user.Id, addresses, isNew);
        if (!isNew)
        {
            await EndWhatEndsAsync(user, path, UserMapping.Flag(resource, "active") != false);
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
    /// Until the first sign-in, an external ID that can be an object ID is the person's key. After it the key is what the sign-in proved,
    /// whatever provisioning calls the record.
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
    /// Whether anything that belongs to one person alone belongs to another. One statement: each part of it finds its row by an index.
    /// </summary>
    private async Task<ScimError?> CollisionAsync(string userId, string userName, string? externalId, IReadOnlyList<string> addresses)
    {
        var values = new List<object> { scope.Organization, userId };
        var parts = new List<string>();
        void Look(string what, string table, string column, string id, string value, string more = "")
        {
            values.Add(value);
            parts.Add(
                $"SELECT '{what}' AS \"Value\" FROM {table} WHERE \"organization\" = {{0}} AND {column} = {{{values.Count - 1}}} AND {id} <> {{1}}{more}"
            );
        }

        const string There = " AND deleted_at IS NULL";
        Look("userName", "provisioned_users", "user_name_lower", "user_id", userName.ToLowerInvariant());
        Look("userName", "users", "name_id_lower", "id", userName.ToLowerInvariant(), There);
        if (externalId is not null)
        {
            Look("externalId", "users", "external_id", "id", externalId);
            Look("externalId", "users", "object_id_lower", "id", externalId.ToLowerInvariant(), There);
        }

        foreach (var address in addresses.Select(a => a.ToLowerInvariant()))
        {
            Look("emails", "provisioned_emails", "address", "user_id", address);
            Look("emails", "users", "mail_lower", "id", address, There);
        }

        var taken = await scope.QueryAsync<string>(string.Join(" UNION ALL ", parts), values, cancellationToken);
        return taken.Count == 0 ? null : ScimError.Taken(taken[0] == "emails" ? "An address of emails" : taken[0]);
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
