namespace SamlSp.Claims;

/// <summary>What a row gave, and why; or why it failed.</summary>
internal readonly record struct RowOutput(IReadOnlyList<string> Values, string Note, bool Failed = false)
{
    public static RowOutput TooLong { get; } =
        new([], $"the value gets too long: more than {ExpressionLimits.ValueLength} characters", Failed: true);
}

/// <summary>One row, ready to run.</summary>
internal sealed class CompiledRow(
    int index,
    UserTypes audience,
    string[] memberOf,
    ClaimInput? attribute,
    CompiledTransformation[] transformations,
    bool multiValued
)
{
    public int Index => index;

    public bool IsTransformation => transformations.Length > 0;

    public string[] MemberOf => memberOf;

    public bool AppliesTo(ClaimSubject subject, out string why)
    {
        // (1) The kind of user.
        why = subject.UserType switch
        {
            UserType.Member when !audience.Members => "not for members",
            UserType.EntraGuest when !audience.EntraGuests => "not for Entra guests",
            UserType.ExternalGuest when !audience.ExternalGuests => "not for external guests",
            _ => "",
        };
        if (why.Length > 0)
        {
            return false;
        }

        // (2) The groups. Several groups: one of them is enough. Entra does not say; docs/claims.md does.
        if (memberOf.Length == 0 || memberOf.Any(group => subject.Groups.Contains(group, StringComparer.OrdinalIgnoreCase)))
        {
            return true;
        }

        why = "the user is in none of the groups";
        return false;
    }

    public RowOutput Evaluate(ClaimSubject subject)
    {
        if (transformations.Length == 0)
        {
            var values = attribute!.Values(subject);
            return new RowOutput(
                multiValued || values.Count <= 1 ? values : [values[0]],
                values.Count == 0 ? "passed over: the attribute has no value" : "taken from the attribute"
            );
        }

        var inputs = transformations[0].Input!.Values(subject);
        var output = multiValued && inputs.Count > 1 ? Each(inputs, subject) : One(inputs.Count == 0 ? null : inputs[0], subject);
        if (output.Failed || output.Values.Count > 0 || attribute is null)
        {
            return output;
        }

        var instead = attribute.Values(subject);
        return new RowOutput(
            instead.Count <= 1 ? instead : [instead[0]],
            instead.Count == 0 ? output.Note : "the transformations gave nothing: taken from the attribute"
        );
    }

    private RowOutput Each(IReadOnlyList<string> inputs, ClaimSubject subject)
    {
        var values = new List<string>(inputs.Count);
        var length = 0;
        foreach (var input in inputs)
        {
            var output = One(input, subject);
            if (output.Failed || (length += output.Values.Sum(static v => v.Length)) > ExpressionLimits.BuiltLength)
            {
                return RowOutput.TooLong;
            }

            values.AddRange(output.Values);
        }

        return new RowOutput(values, values.Count == 0 ? "passed over: no value gave an output" : "each value transformed");
    }

    private RowOutput One(string? input, ClaimSubject subject)
    {
        var value = input;
        foreach (var transformation in transformations)
        {
            subject.Budget.Check();
            value = string.IsNullOrEmpty(value) && !transformation.TakesEmpty ? null : transformation.Apply(value, subject);
            if (value?.Length > ExpressionLimits.ValueLength)
            {
                return RowOutput.TooLong;
            }
        }

        return string.IsNullOrEmpty(value)
            ? new RowOutput([], input is null ? "passed over: the input has no value" : "passed over: no match, no output")
            : new RowOutput([value], "transformed");
    }
}
