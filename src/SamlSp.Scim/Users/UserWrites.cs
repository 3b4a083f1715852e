using System.Text.Json.Nodes;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>Writes of users: create, change, delete.</summary>
internal static class UserWrites
{
    /// <summary>
    /// Creates a record, or joins the one that a sign-in created for the same object ID. A record that provisioning knows already is a
    /// conflict.
    /// </summary>
    public static ResourceWrite Create(ScimCaller caller, JsonObject body) =>
        new ResourceReader(ResourceTypes.User, caller.Strict).TryRead(body, out var resource, out var error)
            ? new("POST", ResourceTypes.User, context => PlanCreateAsync(context, (JsonObject)resource.DeepClone()))
            : ResourceWrite.Refused("POST", ResourceTypes.User, error!);

    /// <summary>Changes what the operations name.</summary>
    public static ResourceWrite Patch(ScimCaller caller, string id, JsonObject body, string? ifMatch)
    {
        if (!PatchOperation.TryReadAll(body, out var operations, out var error))
        {
            return ResourceWrite.Refused("PATCH", ResourceTypes.User, error!, id);
        }

        return Change(
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
    public static ResourceWrite Replace(ScimCaller caller, string id, JsonObject body, string? ifMatch)
    {
        if (!new ResourceReader(ResourceTypes.User, caller.Strict).TryRead(body, out var resource, out var error))
        {
            return ResourceWrite.Refused("PUT", ResourceTypes.User, error!, id);
        }

        return Change(
            "PUT",
            id,
            ifMatch,
            before =>
            {
                var replacement = (JsonObject)resource.DeepClone();
                if (!replacement.ContainsKey("active"))
                {
                    replacement["active"] = UserMapping.Flag(before, "active") != false;
                }

                return (replacement, null);
            }
        );
    }

    /// <summary>Deletes the record and ends the user's sessions.</summary>
    public static ResourceWrite Delete(string id, string? ifMatch) =>
        new(
            "DELETE",
            ResourceTypes.User,
            async context =>
            {
                var batch = new StatementBatch();
                batch.Add(context.Organization, ProvisioningSql.User, id);
                var (there, error) = Find(context, (await context.ReadAsync(batch))[0], ifMatch);
                if (there is not var (user, _, _))
                {
                    return PlannedWrite.Refused(error!, id);
                }

                var writes = context.NewWrites();
                var found = UserVersion.From(user);
                user.UpdatedAt = writes.After(found);
                writes.DeleteUser(user, found, context.Caller.Organization.Options.RefuseDeleted);
                return new(new() { Status = 204, Target = id }, writes);
            }
        );

    private static async Task<PlannedWrite> PlanCreateAsync(WriteContext context, JsonObject resource)
    {
        // (1) Whose record it is, and who else has what it is to have.
        var collisions = await UserCollisions.FindAsync(context, resource);
        var found = collisions.KeyHolders.OrderBy(holder => holder.User.DeletedAt is not null).FirstOrDefault();
        if (found is { User.DeletedAt: null, Provisioned: not null })
        {
            return PlannedWrite.Refused(ScimError.Taken("externalId"));
        }

        // (2) The record.
        var writes = context.NewWrites();
        if (found.User is { DeletedAt: not null } tombstone)
        {
            // The user was deleted and is assigned again: the tombstone gives way.
            writes.RemoveTombstone(tombstone.Id);
            found = default;
        }

        var joined = found.User is not null;
        var before = joined ? UserMapping.ToResource(found.User!, null) : [];
        var user = found.User ?? NewUser(context, resource);
        if (joined)
        {
            Inherit(resource, before);
        }

        var groups = joined ? await GroupsAsync(context, user.Id) : null;

        // (3) What is written.
        var plan = new UserPlan(context, writes, collisions);
        if (await plan.WriteAsync(user, null, before, resource, isNew: !joined) is { } refused)
        {
            return PlannedWrite.Refused(refused);
        }

        var result = UserAnswer.Create(context.Caller, user, plan.Provisioned, groups?[user.Id] ?? [], 201);
        return new(
            result with
            {
                Changed = ResourceTree.Changes(before, resource),
                Note = joined ? "joined the record of a sign-in" : null,
            },
            writes
        );
    }

    private static ResourceWrite Change(
        string method,
        string id,
        string? ifMatch,
        Func<JsonObject, (JsonObject? Resource, ScimError? Error)> change
    ) =>
        new(
            method,
            ResourceTypes.User,
            async context =>
            {
                // (1) What is there.
                var batch = new StatementBatch();
                batch.Add(context.Organization, ProvisioningSql.User, id);
                batch.Add(context.Organization, ProvisioningSql.GroupsOfUsers, ProvisioningWrites.List([id]));
                var results = await context.ReadAsync(batch);
                var (there, missing) = Find(context, results[0], ifMatch);
                if (there is not var (user, provisioned, before))
                {
                    return PlannedWrite.Refused(missing!, id);
                }

                // (2) What it is to be.
                var (resource, error) = change((JsonObject)before.DeepClone());
                if (resource is null)
                {
                    return PlannedWrite.Refused(error!, id);
                }

                // (3) What is written.
                var changed = ResourceTree.Changes(before, resource);
                var writes = context.NewWrites();
                if (changed.Count == 0)
                {
                    writes.ExpectUser(user);
                }
                else
                {
                    var plan = new UserPlan(context, writes, collisions: null);
                    if (await plan.WriteAsync(user, provisioned, before, resource, isNew: false) is { } refused)
                    {
                        return PlannedWrite.Refused(refused, id);
                    }

                    provisioned = plan.Provisioned;
                }

                var result = UserAnswer.Create(context.Caller, user, provisioned, UserAnswer.Groups(context.Caller, results[1])[id], 200);
                return new(result with { Changed = changed }, writes);
            }
        );

    /// <summary>The user that a change is for, if the version is one that it may change.</summary>
    private static ((UserRow User, ProvisionedUserRow? Provisioned, JsonObject Resource)? There, ScimError? Error) Find(
        WriteContext context,
        SqlResult found,
        string? ifMatch
    )
    {
        if (found.Rows is not [var row, ..])
        {
            return (null, ScimError.NotFound("user"));
        }

        var (user, provisioned) = ProvisioningRows.ToUser(context.Organization, row);
        var resource = UserMapping.ToResource(user, provisioned);
        return ifMatch is null || EntityTag.Matches(ifMatch, EntityTag.From(resource))
            ? ((user, provisioned, resource), null)
            : (null, ScimError.Precondition);
    }

    private static async Task<ILookup<string, JsonObject>> GroupsAsync(WriteContext context, string id)
    {
        var batch = new StatementBatch();
        batch.Add(context.Organization, ProvisioningSql.GroupsOfUsers, ProvisioningWrites.List([id]));
        return UserAnswer.Groups(context.Caller, (await context.ReadAsync(batch))[0]);
    }

    private static UserRow NewUser(WriteContext context, JsonObject resource)
    {
        var own = resource[ScimUrns.SamlSpUser] as JsonObject;
        var upn = UserMapping.Text(own, "originalUserPrincipalName");
        return new()
        {
            Organization = context.Organization,
            Id = Guid.CreateVersion7(context.Now).ToString(),
            TenantId = "",
            UserType = upn?.Contains("#EXT#", StringComparison.OrdinalIgnoreCase) == true ? UserType.ExternalGuest : UserType.Member,
            OrgUnitPath = OrgUnits.ByRule(
                context.Caller.Organization,
                UserMapping.Text(resource, "userName") ?? "",
                upn,
                UserMapping.Mail(resource),
                context.Clock
            ),
            CreatedAt = context.Now,
            UpdatedAt = context.Now,
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
}
