namespace SamlSp.Claims;

/// <summary>Compiles a row, or reports its mistakes.</summary>
internal static class RowCompiler
{
    public const int MaximumTransformations = 2;

    public static CompiledRow? Compile(ClaimCondition? row, int index, bool isNameId, RuleErrors errors)
    {
        if (row is null)
        {
            errors.Add("UserType", "the row is empty");
            return null;
        }

        // (1) Whom the row applies to.
        var before = errors.Lines.Count;
        var audience = UserTypes.Parse(row.UserType);
        if (audience is null)
        {
            errors.Add("UserType", $"'{row.UserType}' is not one of {UserTypes.Names}");
        }

        var memberOf = (row.MemberOf ?? []).Where(static g => !string.IsNullOrWhiteSpace(g)).Select(static g => g.Trim()).ToArray();
        // (2) Where its value comes from.
        var attribute = string.IsNullOrWhiteSpace(row.Attribute) ? null : new ClaimInput(row.Attribute);
        var written = row.Transformations ?? [];
        CompiledTransformation?[] transformations = [];
        switch (row.Source?.ToUpperInvariant())
        {
            case "ATTRIBUTE":
                if (attribute is null)
                {
                    errors.Add("Attribute", "the row names no attribute");
                }

                if (written.Count > 0)
                {
                    errors.Add("Transformations", "a row whose source is attribute has no transformations");
                }

                break;
            case "TRANSFORMATION":
                if (written.Count is 0 or > MaximumTransformations)
                {
                    errors.Add("Transformations", $"a row has one or two transformations, not {written.Count}");
                }

                transformations =
                [
                    .. written.Select((t, i) => TransformationCompiler.Compile(t, i, isNameId, errors.At($"Transformations:{i}"))),
                ];
                break;
            default:
                errors.Add("Source", $"'{row.Source}' is neither attribute nor transformation");
                break;
        }

        return errors.Lines.Count > before
            ? null
            : new CompiledRow(
                index,
                audience!.Value,
                memberOf,
                attribute,
                [.. transformations.Select(static t => t!)],
                row.MultiValued || written.Any(static t => t.MultiValued)
            );
    }
}
