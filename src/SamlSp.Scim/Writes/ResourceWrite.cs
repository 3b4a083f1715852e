namespace SamlSp.Scim;

/// <summary>A write of a resource, which is planned and then written. It may be planned again when others write at the same time.</summary>
/// <param name="Method">The request's method, for the log.</param>
/// <param name="Type">The kind of resource.</param>
/// <param name="PlanAsync">Says what is to be written, from what is there.</param>
internal sealed record ResourceWrite(string Method, ScimResourceType Type, Func<WriteContext, Task<PlannedWrite>> PlanAsync)
{
    /// <summary>Makes of the answer what the request asked for.</summary>
    public Func<ScimResult, ScimResult> Answer { get; init; } = static result => result;

    /// <summary>A write that is refused whatever is there.</summary>
    public static ResourceWrite Refused(string method, ScimResourceType type, ScimError error, string? target = null) =>
        new(method, type, _ => Task.FromResult(PlannedWrite.Refused(error, target)));
}
