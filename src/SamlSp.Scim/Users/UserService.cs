using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>Users: create, read, change, delete. Each change is one transaction.</summary>
internal sealed class UserService(Store store, ResourceWrites writes, TimeProvider clock)
{
    /// <summary>
    /// Creates a record, or joins the one that a sign-in created for the same object ID. A record that provisioning knows already is a
    /// conflict.
    /// </summary>
    public async Task<ScimResult> CreateAsync(ScimCaller caller, JsonObject body)
    {
        if (!new ResourceReader(ResourceTypes.User, caller.Strict).TryRead(body, out var resource, out var error))
        {
            return ScimResult.Refused(error!);
        }

        return await writes.RunAsync(
            caller,
            "POST",
            ResourceTypes.User,
            async scope =>
            {
                var externalId = UserMapping.Text(resource, "externalId");
                var user = externalId is null ? null : await FindByKeyAsync(scope, externalId, caller.CancellationToken);
                if (user is { DeletedAt: not null })
                {
                    // The user was deleted and is assigned again: the tombstone gives way.
                    scope.Remove(user);
                    await scope.SaveAsync(caller.CancellationToken);
                    user = null;
                }

                if (user is not null && await scope.ProvisionedUsers.AnyAsync(p => p.UserId == user.Id, caller.CancellationToken))
                {
                    return ScimResult.Refused(ScimError.Taken("externalId"));
                }

                var joined = user is not null;
                var before = user is null ? [] : UserMapping.ToResource(user, null);
                user ??= Create(scope, caller, resource);
                if (joined)
                {
                    Inherit(resource, before);
                }

                var writer = new UserWriter(scope, caller.Organization, caller.CancellationToken);
                if (await writer.WriteAsync(user, null, resource, isNew: !joined) is { } refused)
                {
                    return ScimResult.Refused(refused);
                }

                return await AnswerAsync(
                    scope,
                    caller,
                    user,
                    writer.Provisioned,
                    201,
                    ResourceTree.Changes(before, resource),
                    joined ? "joined the record of a sign-in" : null
                );
            }
        );
    }

    /// <summary>One user, with their groups.</summary>
    public Task<ScimResult> GetAsync(ScimCaller caller, string id) =>
        store.ReadAsync(
            caller.Organization.Name,
            async scope =>
            {
                var user = await scope
                    .Users.AsNoTracking()
                    .FirstOrDefaultAsync(u => u.Id == id && u.DeletedAt == null, caller.CancellationToken);
                if (user is null)
                {
                    return ScimResult.Refused(ScimError.NotFound("user"));
                }

                var provisioned = await scope
                    .ProvisionedUsers.AsNoTracking()
                    .FirstOrDefaultAsync(p => p.UserId == id, caller.CancellationToken);
                return await AnswerAsync(scope, caller, user, provisioned, 200, [], null);
            },
            caller.CancellationToken
        );

    /// <summary>Users that match a filter, a page at a time.</summary>
    public Task<ScimResult> ListAsync(ScimCaller caller, ListQuery query) =>
        store.ReadAsync(
            caller.Organization.Name,
            async scope =>
            {
                var page = await ListPage.ReadAsync(
                    scope,
                    query,
                    ResourceTypes.User,
                    UserColumns.Instance,
                    UserColumns.From,
                    "u.id",
                    caller.CancellationToken
                );
                if (page.Error is { } error)
                {
                    return ScimResult.Refused(error);
                }

                var ids = page.Ids;
                var users = await scope
                    .Users.AsNoTracking()
                    .Where(u => ids.Contains(u.Id))
                    .ToDictionaryAsync(u => u.Id, caller.CancellationToken);
                var provisioned = await scope
                    .ProvisionedUsers.AsNoTracking()
                    .Where(p => ids.Contains(p.UserId))
                    .ToDictionaryAsync(p => p.UserId, caller.CancellationToken);
                var groups = query.Wants("groups") ? await GroupsAsync(scope, caller, ids) : null;
                var resources = ids.Where(users.ContainsKey)
                    .Select(id =>
                        Complete(caller, users[id], UserMapping.ToResource(users[id], provisioned.GetValueOrDefault(id)), groups?[id])
                    );
                return page.ToResult(query, resources);
            },
            caller.CancellationToken
        );

    /// <summary>Changes what the operations name.</summary>
    public async Task<ScimResult> PatchAsync(ScimCaller caller, string id, JsonObject body, string? ifMatch)
    {
        if (!PatchOperation.TryReadAll(body, out var operations, out var error))
        {
            return ScimResult.Refused(error!, id);
        }

        return await ChangeAsync(
            caller,
            "PATCH",
            id,
            ifMatch,
            resource =>
            {
                var applier = new PatchApplier(ResourceTypes.User, resource, caller.Strict);
                foreach (var operation in operations)
                {
                    if (applier.Apply(operation) is { } refused)
                    {
                        return (null, refused);
                    }
                }

                return (resource, null);
            }
        );
    }

    /// <summary>Replaces a resource. Attributes that are not named are removed, apart from those that only we set.</summary>
    public async Task<ScimResult> ReplaceAsync(ScimCaller caller, string id, JsonObject body, string? ifMatch)
    {
        if (!new ResourceReader(ResourceTypes.User, caller.Strict).TryRead(body, out var resource, out var error))
        {
            return ScimResult.Refused(error!, id);
        }

        return await ChangeAsync(
            caller,
            "PUT",
            id,
            ifMatch,
            before =>
            {
                if (!resource.ContainsKey("active"))
                {
                    resource["active"] = UserMapping.Flag(before, "active") != false;
                }

                return (resource, null);
            }
        );
    }

    /// <summary>Deletes the record and ends the user's sessions.</summary>
    public Task<ScimResult> DeleteAsync(ScimCaller caller, string id, string? ifMatch) =>
        writes.RunAsync(
            caller,
            "DELETE",
            ResourceTypes.User,
            async scope =>
            {
                if (await scope.FindToChangeAsync(id, caller.CancellationToken) is not { } user)
                {
                    return ScimResult.Refused(ScimError.NotFound("user"), id);
                }

                if (
                    ifMatch is not null
                    && !EntityTag.Matches(
                        ifMatch,
                        EntityTag.From(
                            UserMapping.ToResource(
                                user,
                                await scope
                                    .ProvisionedUsers.AsNoTracking()
                                    .FirstOrDefaultAsync(p => p.UserId == id, caller.CancellationToken)
                            )
                        )
                    )
                )
                {
                    return ScimResult.Refused(ScimError.Precondition, id);
                }

                await scope.DeleteAsync(user, caller.Organization.Options.RefuseDeleted, caller.CancellationToken);
                return new ScimResult { Status = 204, Target = id };
            }
        );

    private Task<ScimResult> ChangeAsync(
        ScimCaller caller,
        string method,
        string id,
        string? ifMatch,
        Func<JsonObject, (JsonObject? Resource, ScimError? Error)> change
    ) =>
        writes.RunAsync(
            caller,
            method,
            ResourceTypes.User,
            async scope =>
            {
                if (await scope.FindToChangeAsync(id, caller.CancellationToken) is not { } user)
                {
                    return ScimResult.Refused(ScimError.NotFound("user"), id);
                }

                var provisioned = await scope.ProvisionedUsers.FirstOrDefaultAsync(p => p.UserId == id, caller.CancellationToken);
                var before = UserMapping.ToResource(user, provisioned);
                if (ifMatch is not null && !EntityTag.Matches(ifMatch, EntityTag.From(before)))
                {
                    return ScimResult.Refused(ScimError.Precondition, id);
                }

                var (resource, error) = change((JsonObject)before.DeepClone());
                if (resource is null)
                {
                    return ScimResult.Refused(error!, id);
                }

                var changed = ResourceTree.Changes(before, resource);
                var writer = new UserWriter(scope, caller.Organization, caller.CancellationToken);
                if (changed.Count > 0 && await writer.WriteAsync(user, provisioned, resource, isNew: false) is { } refused)
                {
                    return ScimResult.Refused(refused, id);
                }

                return await AnswerAsync(scope, caller, user, writer.Provisioned ?? provisioned, 200, changed, null);
            }
        );

    private static async Task<UserRow?> FindByKeyAsync(OrganizationScope scope, string externalId, CancellationToken cancellationToken)
    {
        var key = externalId.ToLowerInvariant();
        await scope.LockObjectIdAsync(key, cancellationToken);
        var found = await scope
            .Users.Where(u => u.ObjectIdLower == key)
            .Concat(scope.Users.Where(u => u.ExternalId == externalId))
            .ToListAsync(cancellationToken);
        return found.OrderBy(u => u.DeletedAt is not null).FirstOrDefault();
    }

    private UserRow Create(OrganizationScope scope, ScimCaller caller, JsonObject resource)
    {
        var own = resource[ScimUrns.SamlSpUser] as JsonObject;
        var upn = UserMapping.Text(own, "originalUserPrincipalName");
        return new()
        {
            Organization = scope.Organization,
            Id = Guid.CreateVersion7(scope.Now).ToString(),
            TenantId = "",
            UserType = upn?.Contains("#EXT#", StringComparison.OrdinalIgnoreCase) == true ? UserType.ExternalGuest : UserType.Member,
            OrgUnitPath = OrgUnits.ByRule(
                caller.Organization,
                UserMapping.Text(resource, "userName") ?? "",
                upn,
                UserMapping.Mail(resource),
                clock
            ),
            CreatedAt = scope.Now,
            UpdatedAt = scope.Now,
            Attributes = "{}",
        };
    }

    /// <summary>What a sign-in found out stays where provisioning sends nothing about it.</summary>
    private static void Inherit(JsonObject resource, JsonObject before)
    {
        foreach (var (name, value) in before)
        {
            if (name == "active" || name == ScimUrns.SamlSpUser)
            {
                continue;
            }

            if (!resource.ContainsKey(name))
            {
                resource[name] = value?.DeepClone();
            }
        }

        var own = resource[ScimUrns.SamlSpUser] as JsonObject ?? [];
        foreach (var (name, value) in (JsonObject)before[ScimUrns.SamlSpUser]!)
        {
            if (!own.ContainsKey(name))
            {
                own[name] = value?.DeepClone();
            }
        }

        resource[ScimUrns.SamlSpUser] = own;
    }

    private static async Task<ScimResult> AnswerAsync(
        OrganizationScope scope,
        ScimCaller caller,
        UserRow user,
        ProvisionedUserRow? provisioned,
        int status,
        IReadOnlyList<string> changed,
        string? note
    )
    {
        var resource = UserMapping.ToResource(user, provisioned);
        var groups = (await GroupsAsync(scope, caller, [user.Id]))[user.Id];
        var complete = Complete(caller, user, resource, groups);
        return new()
        {
            Status = status,
            Body = complete,
            Version = UserMapping.Text(complete["meta"] as JsonObject, "version"),
            Location = caller.Location(ResourceTypes.User, user.Id),
            Target = user.Id,
            Changed = changed,
            Note = note,
        };
    }

    private static async Task<ILookup<string, JsonObject>> GroupsAsync(
        OrganizationScope scope,
        ScimCaller caller,
        IReadOnlyList<string> ids
    )
    {
        var memberships = await scope
            .ProvisionedMembers.Where(m => ids.Contains(m.UserId))
            .Join(
                scope.ProvisionedGroups,
                m => m.GroupId,
                g => g.Id,
                (m, g) =>
                    new
                    {
                        m.UserId,
                        g.Id,
                        g.DisplayName,
                    }
            )
            .OrderBy(g => g.Id)
            .ToListAsync(caller.CancellationToken);
        return memberships.ToLookup(
            m => m.UserId,
            m => new JsonObject
            {
                ["value"] = m.Id,
                ["$ref"] = caller.Location(ResourceTypes.Group, m.Id),
                ["display"] = m.DisplayName,
                ["type"] = "direct",
            }
        );
    }

    private static JsonObject Complete(ScimCaller caller, UserRow user, JsonObject resource, IEnumerable<JsonObject>? groups)
    {
        var version = EntityTag.From(resource);
        var complete = new JsonObject { ["schemas"] = new JsonArray(ScimUrns.User), ["id"] = user.Id };
        foreach (var extension in ResourceTypes.User.Extensions.Where(e => resource.ContainsKey(e.Id)))
        {
            ((JsonArray)complete["schemas"]!).Add(extension.Id);
        }

        foreach (var (name, value) in resource.ToList())
        {
            resource.Remove(name);
            complete[name] = value;
        }

        if (groups?.ToArray() is { Length: > 0 } some)
        {
            complete["groups"] = new JsonArray(some);
        }

        complete["meta"] = new JsonObject
        {
            ["resourceType"] = "User",
            ["created"] = ScimInstant.ToText(user.CreatedAt),
            ["lastModified"] = ScimInstant.ToText(user.UpdatedAt),
            ["location"] = caller.Location(ResourceTypes.User, user.Id),
            ["version"] = version,
        };
        return complete;
    }
}
