using System.Text.Json;
using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>A change of a group's members, as an operation or a whole resource asks for it.</summary>
/// <param name="Kind">Add these, have exactly these, or remove these.</param>
/// <param name="Ids">Whom; null with <see cref="PatchKind.Remove"/> for all.</param>
internal sealed record MemberChange(PatchKind Kind, IReadOnlyList<string>? Ids)
{
    /// <summary>Reads an operation on <c>members</c>.</summary>
    public static bool TryRead(PatchKind kind, AttributePath path, JsonNode? value, out MemberChange? change, out ScimError? error)
    {
        change = null;
        error = null;
        if (path.Filter is { } filter)
        {
            var ids = new List<string>();
            if (kind != PatchKind.Remove)
            {
                error = ScimError.Mutability("A member");
            }
            else if (!Collect(filter, ids))
            {
                error = ScimError.Filter("Of members, value eq \"id\" can be asked for, several with or.");
            }
            else
            {
                change = new(PatchKind.Remove, ids);
            }

            return error is null;
        }

        if (path.Sub is not null and not { Name: "value" })
        {
            error = ScimError.Mutability("A member");
        }
        else if (kind == PatchKind.Remove && value is null)
        {
            change = new(PatchKind.Remove, null);
        }
        else if (TryReadIds(value, out var ids, out error))
        {
            change = new(kind, ids);
        }

        return error is null;
    }

    /// <summary>Reads the IDs of an array of members; one member and texts are taken as well.</summary>
    public static bool TryReadIds(JsonNode? value, out IReadOnlyList<string> ids, out ScimError? error)
    {
        error = null;
        var read = new List<string>();
        foreach (
            var node in value is JsonArray array ? array.AsEnumerable()
            : value is null ? []
            : [value]
        )
        {
            var id = node is JsonObject member
                ? member.FirstOrDefault(p => p.Key.Equals("value", StringComparison.OrdinalIgnoreCase)).Value
                : node;
            if (node is null || id is JsonValue text && text.GetValueKind() == JsonValueKind.String && text.GetValue<string>().Length == 0)
            {
                continue;
            }

            if (
                id is not JsonValue scalar
                || scalar.GetValueKind() != JsonValueKind.String
                || scalar.GetValue<string>() is not { Length: <= 64 } known
                || !ScimText.IsStorable(known)
            )
            {
                error = ScimError.Value("members is an array of objects with value, the ID of a user.");
                break;
            }

            read.Add(known);
        }

        ids = [.. read.Distinct(StringComparer.Ordinal)];
        return error is null;
    }

    private static bool Collect(Filter filter, List<string> ids)
    {
        if (filter is LogicalFilter { IsAnd: false } or)
        {
            return Collect(or.Left, ids) && Collect(or.Right, ids);
        }

        if (filter is not ComparisonFilter { Operator: ComparisonOperator.Equal, Value.Text: { } id, Path.Attribute.Name: "value" })
        {
            return false;
        }

        if (ScimText.IsStorable(id))
        {
            ids.Add(id);
        }

        return true;
    }
}
