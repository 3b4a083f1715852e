namespace SamlSp.Scim;

/// <summary>A kind of resource: its core schema, and the extensions it can have (RFC 7643 6).</summary>
internal sealed record ScimResourceType(
    string Name,
    string Endpoint,
    string Description,
    ScimSchema Core,
    IReadOnlyList<ScimSchema> Extensions
)
{
    public IEnumerable<ScimSchema> Schemas => [Core, .. Extensions];

    /// <summary>The schema with a URN, in any case, also as Entra's samples misspell it.</summary>
    public ScimSchema? FindSchema(string urn) =>
        urn.Equals(ScimUrns.EnterpriseUserMisspelt, StringComparison.OrdinalIgnoreCase)
            ? Extensions.FirstOrDefault(s => s.Id == ScimUrns.EnterpriseUser)
            : Schemas.FirstOrDefault(s => s.Id.Equals(urn, StringComparison.OrdinalIgnoreCase));

    /// <summary>The attribute with a name, in the core schema or one that all resources have; null when there is none.</summary>
    public ScimAttribute? FindCore(string name) =>
        Core.Find(name) ?? CommonAttributes.All.FirstOrDefault(a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
