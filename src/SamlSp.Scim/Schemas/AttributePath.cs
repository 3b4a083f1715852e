namespace SamlSp.Scim;

/// <summary>
/// An attribute that a path names: <c>title</c>, <c>name.familyName</c>, <c>emails[type eq "work"].value</c>,
/// <c>urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department</c> (RFC 7644 3.10, 3.5.2).
/// </summary>
/// <param name="Extension">The extension that the attribute belongs to; null for the core schema.</param>
/// <param name="Attribute">The attribute; null when the path names the extension as a whole.</param>
/// <param name="Sub">The sub-attribute; null for the attribute as a whole.</param>
/// <param name="Filter">Which of several values are meant; null for all.</param>
internal sealed record AttributePath(ScimSchema? Extension, ScimAttribute? Attribute, ScimAttribute? Sub, Filter? Filter = null)
{
    /// <summary>Finds an attribute by its name with dots and URN, without a filter; null when no schema has it.</summary>
    public static AttributePath? Find(ScimResourceType type, string name)
    {
        var extension = (ScimSchema?)null;
        var rest = name;
        if (name.StartsWith("urn:", StringComparison.OrdinalIgnoreCase))
        {
            if (type.FindSchema(name) is { } whole)
            {
                return whole == type.Core ? null : new(whole, null, null);
            }

            (extension, rest) = SplitUrn(type, name);
            if (extension is null)
            {
                return null;
            }

            if (extension == type.Core)
            {
                extension = null;
            }
            else
            {
                return Find(extension, rest);
            }
        }

        var dot = rest.IndexOf('.', StringComparison.Ordinal);
        var first = dot < 0 ? rest : rest[..dot];
        if (type.FindCore(first) is { } attribute)
        {
            return WithSub(null, attribute, dot < 0 ? null : rest[(dot + 1)..]);
        }

        // Entra writes "manager" for the enterprise extension's manager.
        return extension is not null || name.Contains(':', StringComparison.Ordinal)
            ? null
            : type.Extensions.Where(e => e.Id == ScimUrns.EnterpriseUser).Select(e => Find(e, rest)).FirstOrDefault(p => p is not null);
    }

    private static AttributePath? Find(ScimSchema extension, string rest)
    {
        var dot = rest.IndexOf('.', StringComparison.Ordinal);
        return extension.Find(dot < 0 ? rest : rest[..dot]) is { } attribute
            ? WithSub(extension, attribute, dot < 0 ? null : rest[(dot + 1)..])
            : null;
    }

    private static AttributePath? WithSub(ScimSchema? extension, ScimAttribute attribute, string? sub) =>
        sub is null ? new(extension, attribute, null)
        : attribute.Sub(sub) is { } found ? new(extension, attribute, found)
        : null;

    private static (ScimSchema?, string) SplitUrn(ScimResourceType type, string name)
    {
        foreach (var schema in type.Schemas)
        {
            foreach (var urn in schema.Id == ScimUrns.EnterpriseUser ? [schema.Id, ScimUrns.EnterpriseUserMisspelt] : new[] { schema.Id })
            {
                if (
                    name.Length > urn.Length + 1
                    && name[urn.Length] is ':' or '.'
                    && name.StartsWith(urn, StringComparison.OrdinalIgnoreCase)
                )
                {
                    return (schema, name[(urn.Length + 1)..]);
                }
            }
        }

        return (null, name);
    }
}
