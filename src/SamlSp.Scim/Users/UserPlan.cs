using System.Text.Json.Nodes;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>
/// Says how a changed resource is written into a user's rows. It finds collisions, and ends the sessions that the change ends.
/// </summary>
/// <param name="context">What the write is planned with.</param>
/// <param name="writes">Where to.</param>
/// <param name="collisions">Who has what the user is to have; null where that is looked up only if the write changes it.</param>
internal sealed class UserPlan(WriteContext context, ProvisioningWrites writes, UserCollisions? collisions)
{
    /// <summary>The largest document of attributes without a column, characters.</summary>
    private const int MaxDocumentSize = 128 * 1024;

    private const int MaxNameLength = 512;

    private readonly Organization _organization = context.Caller.Organization;

    /// <summary>What provisioning knows of the user now.</summary>
    public ProvisionedUserRow? Provisioned { get; private set; }

    /// <summary>Writes the resource; null when that is planned, else why it is refused.</summary>
    /// <param name="user">The record as it was found, or a new one. It becomes what is written.</param>
    /// <param name="provisioned">What provisioning knows of it; null for nothing yet.</param>
    /// <param name="before">The resource as it was; its addresses are those that provisioning knows.</param>
    /// <param name="resource">The resource as it is to be.</param>
    /// <param name="isNew">Whether the record is new.</param>
    public async Task<ScimError?> WriteAsync(
        UserRow user,
        ProvisionedUserRow? provisioned,
        JsonObject before,
        JsonObject resource,
        bool isNew
    )
    {
        // (1) What can be said from the resource alone.
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

        // (2) Names and keys belong to one user. They are checked only where this write changes them, so that no collision ever stops a
        // change of anything else. E-mail addresses are no key.
        var renamed = isNew || provisioned is null || !string.Equals(provisioned.UserName, userName, StringComparison.OrdinalIgnoreCase);
        var keyed = externalId is not null && (isNew || user.ExternalId != externalId);
        var moved = path is not null && (isNew || path != user.OrgUnitPath);
        var units = new List<string>();
        if (renamed || keyed || moved)
        {
            var others = collisions ?? await UserCollisions.FindAsync(context, resource);
            if (renamed && ClaimUserName(others, user.Id, userName) is { } nameTaken)
            {
                return nameTaken;
            }

            if (keyed && others.IsExternalIdOfAnother(user.Id, externalId!))
            {
                return ScimError.Taken("externalId");
            }

            if (moved && others.IsUnitMissing)
            {
                if (MissingOrgUnits.For(_organization, path!) is not { } missing)
                {
                    return ScimError.Value("orgUnitPath is not one of the organization's org units. Only an administrator can create one.");
                }

                units = missing;
            }
        }

        // (3) The rows as they are to be.
        var (found, from) = (UserVersion.From(user), user.OrgUnitPath);
        var active = UserMapping.Flag(resource, "active") != false;
        var givesUp = GivesUpName(user, provisioned, userName, active);
        if (isNew || user.ExternalId != externalId)
        {
            SetExternalId(user, externalId);
        }

        user.DisplayName = UserMapping.Text(resource, "displayName");
        user.Mail = UserMapping.Mail(resource);
        user.OriginalUpn = UserMapping.Text(own, "originalUserPrincipalName");
        user.UserType = kind ?? user.UserType;

        // Until the first sign-in, the user is known by the name that provisioning gives; after it, where the user gives up another one.
        if (renamed && user.TenantId.Length == 0 || givesUp)
        {
            user.NameId = userName;
        }

        if (moved)
        {
            (user.OrgUnitPath, user.OrgUnitPinned) = (path!, true);
        }

        user.Suspended = !active;
        Provisioned = new()
        {
            Organization = user.Organization,
            UserId = user.Id,
            UserName = userName,
            Document = document,
        };

        // (4) What is written, the user first.
        if (isNew)
        {
            writes.AddUser(user);
        }
        else
        {
            user.UpdatedAt = writes.After(found);
            writes.UpdateUser(user, found, rightsChange: moved || givesUp);
        }

        writes.PutProvisioned(Provisioned);
        writes.PutAddresses(user.Id, provisioned is null ? [] : Addresses(before), Addresses(resource));
        writes.AddOrgUnits(units);
        if (!isNew)
        {
            WriteWhatChanges(user, found, moved ? from : null, givesUp);
        }

        return null;
    }

    /// <summary>The entries of the audit trail, and the end of sessions that must end.</summary>
    private void WriteWhatChanges(UserRow user, UserVersion found, string? movedFrom, bool givesUp)
    {
        if (givesUp)
        {
            writes.Audit(AuditActions.UserNameReleased, user.Id);
        }

        if (movedFrom is not null)
        {
            writes.Audit(
                AuditActions.UserMoved,
                user.Id,
                new Dictionary<string, string> { ["from"] = movedFrom, ["to"] = user.OrgUnitPath }
            );
        }

        var isSuspended = user.Suspended && !found.Suspended;
        if (user.Suspended != found.Suspended)
        {
            writes.Audit(isSuspended ? AuditActions.UserSuspended : AuditActions.UserRestored, user.Id);
        }

        if (isSuspended || movedFrom is not null || givesUp)
        {
            writes.EndSessions([user.Id], isSuspended ? SessionEndCause.UserGone : SessionEndCause.RightsChanged);
        }
    }

    private static HashSet<string> Addresses(JsonObject resource) =>
        UserMapping.Addresses(resource).Select(address => address.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);

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
            externalId is not null && (_organization.Options.KeyClaim is not null || Guid.TryParse(externalId, out _)) ? externalId : null;
    }

    /// <summary>
    /// Makes sure that no other user has the name. Another user's userName is the directory's own statement, and counts. A name from
    /// another user's last sign-in counts while that user is active; once the directory says that they are not, they give it up.
    /// </summary>
    private ScimError? ClaimUserName(UserCollisions others, string userId, string userName)
    {
        if (others.IsUserNameOfAnother(userId))
        {
            return ScimError.Taken("userName");
        }

        if (others.NameHolder(userId) is not { } holder)
        {
            return null;
        }

        if (!holder.Suspended)
        {
            return ScimError.Taken("userName");
        }

        writes.ReleaseName(holder);
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
}
