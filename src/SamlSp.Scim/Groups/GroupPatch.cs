using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>A step of a PATCH on a group: of its attributes, or of its members, who are not loaded for it.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Members">What it does to members; null when it is about attributes.</param>
internal sealed record GroupPatch(PatchOperation Operation, MemberChange? Members)
{
    public static bool TryRead(JsonObject body, out IReadOnlyList<GroupPatch>? steps, out ScimError? error)
    {
        steps = null;
        if (!PatchOperation.TryReadAll(body, out var operations, out error))
        {
            return false;
        }

        var read = new List<GroupPatch>();
        foreach (var operation in operations)
        {
            if (!TryAdd(read, operation, out error))
            {
                return false;
            }
        }

        steps = read;
        return true;
    }

    private static bool TryAdd(List<GroupPatch> steps, PatchOperation operation, out ScimError? error)
    {
        error = null;
        if (operation.Path is { } text)
        {
            if (!FilterParser.TryParsePath(ResourceTypes.Group, text, out var path, out var wrong))
            {
                error = ScimError.Path($"A path cannot be read: {wrong}.");
            }
            else if (path?.Attribute?.Name != "members")
            {
                steps.Add(new(operation, null));
            }
            else if (MemberChange.TryRead(operation.Kind, path, operation.Value, out var change, out error))
            {
                steps.Add(new(operation, change));
            }

            return error is null;
        }

        if (
            operation.Value is not JsonObject value
            || value.FirstOrDefault(p => p.Key.Equals("members", StringComparison.OrdinalIgnoreCase)) is not { Key: { } key } members
        )
        {
            steps.Add(new(operation, null));
            return true;
        }

        var rest = (JsonObject)value.DeepClone();
        rest.Remove(key);
        steps.Add(new(operation with { Value = rest }, null));
        if (members.Value is null)
        {
            return true;
        }

        if (!MemberChange.TryReadIds(members.Value, out var ids, out error))
        {
            return false;
        }

        steps.Add(new(operation, new(operation.Kind, ids)));
        return true;
    }
}
