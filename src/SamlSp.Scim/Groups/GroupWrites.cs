using System.Text.Json.Nodes;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>Writes of groups: create, change, delete.</summary>
internal static class GroupWrites
{
    public static ResourceWrite Create(ScimCaller caller, JsonObject body)
    {
        if (!TryRead(caller, body, out var resource, out var members, out var error))
        {
            return ResourceWrite.Refused("POST", ResourceTypes.Group, error!);
        }

        return new(
            "POST",
            ResourceTypes.Group,
            async context =>
            {
                // (1) Who else has the name, and who the members are.
                var batch = new StatementBatch();
                var attributes = GroupAttributes.Ask(batch, context.Organization, resource);
                var changes = GroupMembers.Ask(batch, context.Organization, null, members is null ? [] : [new(PatchKind.Replace, members)]);
                var results = await context.ReadAsync(batch);
                var group = new ProvisionedGroupRow
                {
                    Organization = context.Organization,
                    Id = Guid.CreateVersion7(context.Now).ToString(),
                    DisplayName = "",
                    Version = 0,
                    CreatedAt = context.Now,
                    UpdatedAt = context.Now,
                };
                if (attributes.Apply(group, resource, results) is { } refused)
                {
                    return PlannedWrite.Refused(refused);
                }

                if (!changes.TryApply(results, out var change, out var unknown))
                {
                    return PlannedWrite.Refused(unknown!);
                }

                // (2) What is written.
                var writes = context.NewWrites();
                writes.AddGroup(group);
                change.Write(writes, caller.Organization, group, []);
                var result = GroupAnswer.Create(caller, group, change.Members, 201);
                return new(
                    result with
                    {
                        Changed = change.IsEmpty ? ["displayName"] : ["displayName", "members"],
                        Note = change.Note,
                    },
                    writes
                );
            }
        );
    }

    public static ResourceWrite Patch(ScimCaller caller, string id, JsonObject body, string? ifMatch, bool answer)
    {
        if (!GroupPatch.TryRead(body, out var steps, out var error))
        {
            return ResourceWrite.Refused("PATCH", ResourceTypes.Group, error!, id);
        }

        return Change(
            "PATCH",
            id,
            ifMatch,
            answer,
            [.. steps!.Select(s => s.Members).OfType<MemberChange>()],
            resource =>
            {
                var applier = new PatchApplier(ResourceTypes.Group, resource, caller.Strict);
                foreach (var step in steps!.Where(s => s.Members is null))
                {
                    if (applier.Apply(step.Operation) is { } refused)
                    {
                        return (null, refused);
                    }
                }

                return (resource, null);
            }
        );
    }

    public static ResourceWrite Replace(ScimCaller caller, string id, JsonObject body, string? ifMatch) =>
        TryRead(caller, body, out var resource, out var members, out var error)
            ? Change(
                "PUT",
                id,
                ifMatch,
                answer: true,
                [new(PatchKind.Replace, members ?? [])],
                _ => ((JsonObject)resource.DeepClone(), null)
            )
            : ResourceWrite.Refused("PUT", ResourceTypes.Group, error!, id);

    public static ResourceWrite Delete(string id, string? ifMatch) =>
        new(
            "DELETE",
            ResourceTypes.Group,
            async context =>
            {
                var batch = new StatementBatch();
                batch.Add(context.Organization, ProvisioningSql.Group, id);
                batch.Add(context.Organization, ProvisioningSql.MembersOfGroups, ProvisioningWrites.List([id]));
                var results = await context.ReadAsync(batch);
                var (there, missing) = Find(context, results[0], ifMatch);
                if (there is not { } group)
                {
                    return PlannedWrite.Refused(missing!, id);
                }

                var writes = context.NewWrites();
                writes.DeleteGroup(group);
                if (GroupRoles.GivesRole(context.Caller.Organization, group.ExternalId))
                {
                    writes.ChangeRights([.. GroupAnswer.Members(results[1])[id].Select(member => member.Id)]);
                }

                return new(new() { Status = 204, Target = id }, writes);
            }
        );

    private static ResourceWrite Change(
        string method,
        string id,
        string? ifMatch,
        bool answer,
        IReadOnlyList<MemberChange> memberChanges,
        Func<JsonObject, (JsonObject? Resource, ScimError? Error)> change
    ) =>
        new(
            method,
            ResourceTypes.Group,
            async context =>
            {
                // (1) What is there.
                var batch = new StatementBatch();
                batch.Add(context.Organization, ProvisioningSql.Group, id);
                var members = GroupMembers.Ask(batch, context.Organization, id, memberChanges, all: answer);
                var results = await context.ReadAsync(batch);
                var (there, missing) = Find(context, results[0], ifMatch);
                if (there is not { } group)
                {
                    return PlannedWrite.Refused(missing!, id);
                }

                // (2) What the attributes are to be.
                var before = GroupAnswer.Attributes(group);
                var (resource, error) = change((JsonObject)before.DeepClone());
                if (resource is null)
                {
                    return PlannedWrite.Refused(error!, id);
                }

                var changed = ResourceTree.Changes(before, resource);
                var (version, formerExternalId, everybody) = (group.Version, group.ExternalId, new List<string>());
                if (changed.Count > 0)
                {
                    var more = new StatementBatch();
                    var attributes = GroupAttributes.Ask(more, context.Organization, resource);
                    var all = more.Add(context.Organization, ProvisioningSql.MembersOfGroups, ProvisioningWrites.List([id]));
                    var found = await context.ReadAsync(more);
                    if (attributes.Apply(group, resource, found) is { } refused)
                    {
                        return PlannedWrite.Refused(refused, id);
                    }

                    if (GroupRoles.DifferBetween(context.Caller.Organization, formerExternalId, group.ExternalId))
                    {
                        everybody.AddRange(GroupAnswer.Members(found[all])[id].Select(member => member.Id));
                    }
                }

                // (3) Who the members are to be.
                if (!members.TryApply(results, out var memberChange, out var unknown))
                {
                    return PlannedWrite.Refused(unknown!, id);
                }

                // (4) What is written. A change of members alone holds whatever others do to the group.
                var writes = context.NewWrites();
                int? counted = null;
                if (changed.Count == 0 && memberChange.IsEmpty)
                {
                    writes.ExpectGroup(version, long.MaxValue);
                }
                else
                {
                    if (changed.Count == 0 && ifMatch is null && members.IsIndependent)
                    {
                        counted = writes.CountGroupChange(group);
                    }
                    else
                    {
                        writes.UpdateGroup(group, version);
                    }

                    (group.Version, group.UpdatedAt) = (version + 1, context.Now);
                    memberChange.Write(writes, context.Caller.Organization, group, everybody);
                }

                var result = answer
                    ? GroupAnswer.Create(context.Caller, group, memberChange.Members, 200)
                    : new ScimResult
                    {
                        Status = 204,
                        Target = id,
                        Version = GroupAnswer.Version(group),
                    };
                result = result with { Changed = memberChange.IsEmpty ? changed : [.. changed, "members"], Note = memberChange.Note };
                return new(result, writes)
                {
                    Complete =
                        counted is not { } place || answer
                            ? null
                            : written =>
                            {
                                group.Version = written[place].Rows[0].Number(0);
                                return result with { Version = GroupAnswer.Version(group) };
                            },
                };
            }
        );

    /// <summary>The group that a change is for, if the version is one that it may change.</summary>
    private static (ProvisionedGroupRow? There, ScimError? Error) Find(WriteContext context, SqlResult found, string? ifMatch)
    {
        if (found.Rows is not [var row, ..])
        {
            return (null, ScimError.NotFound("group"));
        }

        var group = ProvisioningRows.ToGroup(context.Organization, row);
        return ifMatch is null || EntityTag.Matches(ifMatch, GroupAnswer.Version(group)) ? (group, null) : (null, ScimError.Precondition);
    }

    private static bool TryRead(
        ScimCaller caller,
        JsonObject body,
        out JsonObject resource,
        out IReadOnlyList<string>? members,
        out ScimError? error
    )
    {
        members = null;
        if (!new ResourceReader(ResourceTypes.Group, caller.Strict).TryRead(body, out resource, out error))
        {
            return false;
        }

        if (body.FirstOrDefault(p => p.Key.Equals("members", StringComparison.OrdinalIgnoreCase)).Value is not { } given)
        {
            return true;
        }

        var read = MemberChange.TryReadIds(given, out var ids, out error);
        members = ids;
        return read;
    }
}
