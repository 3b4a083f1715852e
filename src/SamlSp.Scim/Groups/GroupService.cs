using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>Groups: create, read, change, delete. Each change is one transaction.</summary>
internal sealed class GroupService(Store store, ResourceWrites writes)
{
    private const int MaxNameLength = 512;

    public async Task<ScimResult> CreateAsync(ScimCaller caller, JsonObject body)
    {
        if (!TryRead(caller, body, out var resource, out var members, out var error))
        {
            return ScimResult.Refused(error!);
        }

        return await writes.RunAsync(
            caller,
            "POST",
            ResourceTypes.Group,
            async scope =>
            {
                var group = new ProvisionedGroupRow
                {
                    Organization = scope.Organization,
                    Id = Guid.CreateVersion7(scope.Now).ToString(),
                    DisplayName = "",
                    Version = 0,
                    CreatedAt = scope.Now,
                    UpdatedAt = scope.Now,
                };
                if (await WriteAttributesAsync(scope, caller, group, resource, isNew: true) is { } refused)
                {
                    return ScimResult.Refused(refused);
                }

                var writer = new GroupMembers(scope, caller.Organization, group, caller.CancellationToken);
                if (members is not null && await writer.ApplyAsync(new(PatchKind.Replace, members)) is { } unknown)
                {
                    return ScimResult.Refused(unknown);
                }

                var answer = await AnswerAsync(scope, caller, group, withMembers: true);
                return answer with
                {
                    Status = 201,
                    Changed = writer.Changed ? ["displayName", "members"] : ["displayName"],
                    Note = Note(writer),
                };
            }
        );
    }

    public Task<ScimResult> GetAsync(ScimCaller caller, string id, bool withMembers) =>
        store.ReadAsync(
            caller.Organization.Name,
            async scope =>
                await scope.ProvisionedGroups.AsNoTracking().FirstOrDefaultAsync(g => g.Id == id, caller.CancellationToken) is { } group
                    ? await AnswerAsync(scope, caller, group, withMembers)
                    : ScimResult.Refused(ScimError.NotFound("group")),
            caller.CancellationToken
        );

    public Task<ScimResult> ListAsync(ScimCaller caller, ListQuery query) =>
        store.ReadAsync(
            caller.Organization.Name,
            async scope =>
            {
                var page = await ListPage.ReadAsync(
                    scope,
                    query,
                    ResourceTypes.Group,
                    GroupColumns.Instance,
                    GroupColumns.From,
                    "g.id",
                    caller.CancellationToken
                );
                if (page.Error is { } error)
                {
                    return ScimResult.Refused(error);
                }

                var ids = page.Ids;
                var groups = await scope
                    .ProvisionedGroups.AsNoTracking()
                    .Where(g => ids.Contains(g.Id))
                    .ToDictionaryAsync(g => g.Id, caller.CancellationToken);
                var members = query.Wants("members") ? await MembersAsync(scope, caller, ids) : null;
                return page.ToResult(query, ids.Where(groups.ContainsKey).Select(id => ToResource(caller, groups[id], members?[id])));
            },
            caller.CancellationToken
        );

    public async Task<ScimResult> PatchAsync(ScimCaller caller, string id, JsonObject body, string? ifMatch, bool answer)
    {
        if (!GroupPatch.TryRead(body, out var steps, out var error))
        {
            return ScimResult.Refused(error!, id);
        }

        return await ChangeAsync(
            caller,
            "PATCH",
            id,
            ifMatch,
            answer,
            async (scope, group, writer) =>
            {
                var resource = Attributes(group);
                var before = (JsonObject)resource.DeepClone();
                var applier = new PatchApplier(ResourceTypes.Group, resource, caller.Strict);
                var memberChanges = steps!.Select(s => s.Members).OfType<MemberChange>().ToList();
                foreach (var step in steps!.Where(s => s.Members is null))
                {
                    if (applier.Apply(step.Operation) is { } refused)
                    {
                        return (refused, []);
                    }
                }

                var changed = ResourceTree.Changes(before, resource);
                if (changed.Count > 0 && await WriteAttributesAsync(scope, caller, group, resource, isNew: false) is { } taken)
                {
                    return (taken, []);
                }

                foreach (var change in memberChanges)
                {
                    if (await writer.ApplyAsync(change) is { } unknown)
                    {
                        return (unknown, []);
                    }
                }

                return (null, changed);
            }
        );
    }

    public async Task<ScimResult> ReplaceAsync(ScimCaller caller, string id, JsonObject body, string? ifMatch)
    {
        if (!TryRead(caller, body, out var resource, out var members, out var error))
        {
            return ScimResult.Refused(error!, id);
        }

        return await ChangeAsync(
            caller,
            "PUT",
            id,
            ifMatch,
            answer: true,
            async (scope, group, writer) =>
            {
                var changed = ResourceTree.Changes(Attributes(group), resource);
                if (changed.Count > 0 && await WriteAttributesAsync(scope, caller, group, resource, isNew: false) is { } taken)
                {
                    return (taken, []);
                }

                return (await writer.ApplyAsync(new(PatchKind.Replace, members ?? [])), changed);
            }
        );
    }

    public Task<ScimResult> DeleteAsync(ScimCaller caller, string id, string? ifMatch) =>
        writes.RunAsync(
            caller,
            "DELETE",
            ResourceTypes.Group,
            async scope =>
            {
                if (await FindAsync(scope, id, caller.CancellationToken) is not { } group)
                {
                    return ScimResult.Refused(ScimError.NotFound("group"), id);
                }

                if (ifMatch is not null && !EntityTag.Matches(ifMatch, Version(group)))
                {
                    return ScimResult.Refused(ScimError.Precondition, id);
                }

                if (GroupRoles.GivesRole(caller.Organization, group.ExternalId))
                {
                    await new GroupMembers(scope, caller.Organization, group, caller.CancellationToken).RightsOfAllChangeAsync();
                }

                scope.Remove(group);
                await scope.SaveAsync(caller.CancellationToken);
                return new() { Status = 204, Target = id };
            }
        );

    private Task<ScimResult> ChangeAsync(
        ScimCaller caller,
        string method,
        string id,
        string? ifMatch,
        bool answer,
        Func<OrganizationScope, ProvisionedGroupRow, GroupMembers, Task<(ScimError? Error, IReadOnlyList<string> Changed)>> change
    ) =>
        writes.RunAsync(
            caller,
            method,
            ResourceTypes.Group,
            async scope =>
            {
                if (await FindAsync(scope, id, caller.CancellationToken) is not { } group)
                {
                    return ScimResult.Refused(ScimError.NotFound("group"), id);
                }

                if (ifMatch is not null && !EntityTag.Matches(ifMatch, Version(group)))
                {
                    return ScimResult.Refused(ScimError.Precondition, id);
                }

                var writer = new GroupMembers(scope, caller.Organization, group, caller.CancellationToken);
                var (error, changed) = await change(scope, group, writer);
                if (error is not null)
                {
                    return ScimResult.Refused(error, id);
                }

                if (writer.Changed || changed.Count > 0)
                {
                    group.Version++;
                    group.UpdatedAt = scope.Now;
                    await scope.SaveAsync(caller.CancellationToken);
                }

                var result = answer
                    ? await AnswerAsync(scope, caller, group, withMembers: true)
                    : new ScimResult
                    {
                        Status = 204,
                        Target = id,
                        Version = Version(group),
                    };
                return result with { Changed = writer.Changed ? [.. changed, "members"] : changed, Note = Note(writer) };
            }
        );

    private static async Task<ScimError?> WriteAttributesAsync(
        OrganizationScope scope,
        ScimCaller caller,
        ProvisionedGroupRow group,
        JsonObject resource,
        bool isNew
    )
    {
        if (UserMapping.Text(resource, "displayName") is not { } name || string.IsNullOrWhiteSpace(name))
        {
            return ScimError.Value("displayName is required.");
        }

        var externalId = UserMapping.Text(resource, "externalId");
        if (name.Length > MaxNameLength || externalId?.Length > MaxNameLength)
        {
            return ScimError.Value($"displayName and externalId have at most {MaxNameLength} characters.");
        }

        var lower = name.ToLowerInvariant();
        if (await scope.ProvisionedGroups.AnyAsync(g => g.DisplayNameLower == lower && g.Id != group.Id, caller.CancellationToken))
        {
            return ScimError.Taken("displayName");
        }

        if (
            externalId is not null
            && await scope.ProvisionedGroups.AnyAsync(g => g.ExternalId == externalId && g.Id != group.Id, caller.CancellationToken)
        )
        {
            return ScimError.Taken("externalId");
        }

        var rights =
            !isNew
            && group.ExternalId != externalId
            && (GroupRoles.GivesRole(caller.Organization, group.ExternalId) || GroupRoles.GivesRole(caller.Organization, externalId));
        (group.DisplayName, group.ExternalId) = (name, externalId);
        if (isNew)
        {
            scope.Add(group);
        }

        await scope.SaveAsync(caller.CancellationToken);
        if (rights)
        {
            await new GroupMembers(scope, caller.Organization, group, caller.CancellationToken).RightsOfAllChangeAsync();
        }

        return null;
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

    private static async Task<ProvisionedGroupRow?> FindAsync(OrganizationScope scope, string id, CancellationToken cancellationToken)
    {
        await scope.LockGroupAsync(id, cancellationToken);
        return await scope.ProvisionedGroups.FirstOrDefaultAsync(g => g.Id == id, cancellationToken);
    }

    private static JsonObject Attributes(ProvisionedGroupRow group)
    {
        var attributes = new JsonObject { ["id"] = group.Id, ["displayName"] = group.DisplayName };
        if (group.ExternalId is { } externalId)
        {
            attributes["externalId"] = externalId;
        }

        return attributes;
    }

    private static async Task<ScimResult> AnswerAsync(
        OrganizationScope scope,
        ScimCaller caller,
        ProvisionedGroupRow group,
        bool withMembers
    )
    {
        var members = withMembers ? (await MembersAsync(scope, caller, [group.Id]))[group.Id] : null;
        return new()
        {
            Status = 200,
            Body = ToResource(caller, group, members),
            Version = Version(group),
            Location = caller.Location(ResourceTypes.Group, group.Id),
            Target = group.Id,
        };
    }

    private static async Task<ILookup<string, JsonObject>> MembersAsync(
        OrganizationScope scope,
        ScimCaller caller,
        IReadOnlyList<string> groups
    )
    {
        var members = await scope
            .ProvisionedMembers.Where(m => groups.Contains(m.GroupId))
            .Join(
                scope.Users,
                m => m.UserId,
                u => u.Id,
                (m, u) =>
                    new
                    {
                        m.GroupId,
                        u.Id,
                        u.DisplayName,
                    }
            )
            .OrderBy(m => m.Id)
            .ToListAsync(caller.CancellationToken);
        return members.ToLookup(
            m => m.GroupId,
            m =>
            {
                var member = new JsonObject
                {
                    ["value"] = m.Id,
                    ["$ref"] = caller.Location(ResourceTypes.User, m.Id),
                    ["type"] = "User",
                };
                if (m.DisplayName is { } name)
                {
                    member["display"] = name;
                }

                return member;
            }
        );
    }

    private static JsonObject ToResource(ScimCaller caller, ProvisionedGroupRow group, IEnumerable<JsonObject>? members)
    {
        var resource = Attributes(group);
        resource.Insert(0, "schemas", new JsonArray(ScimUrns.Group));
        if (members?.ToArray() is { Length: > 0 } some)
        {
            resource["members"] = new JsonArray(some);
        }

        resource["meta"] = new JsonObject
        {
            ["resourceType"] = "Group",
            ["created"] = ScimInstant.ToText(group.CreatedAt),
            ["lastModified"] = ScimInstant.ToText(group.UpdatedAt),
            ["location"] = caller.Location(ResourceTypes.Group, group.Id),
            ["version"] = Version(group),
        };
        return resource;
    }

    private static string Version(ProvisionedGroupRow group) => EntityTag.From($"{group.Id}/{group.Version}");

    private static string? Note(GroupMembers writer) =>
        writer.Groups == 0 ? null : $"{writer.Groups} member(s) that are groups were ignored";
}
