namespace SamlSp.Scim;

/// <summary>An attribute as a schema defines it (RFC 7643 7). Names are found in any case and written as they stand here.</summary>
internal sealed record ScimAttribute(string Name, AttributeType Type, string Description)
{
    public bool MultiValued { get; init; }

    public bool Required { get; init; }

    public bool CaseExact { get; init; }

    public Mutability Mutability { get; init; }

    /// <summary><c>default</c>, <c>always</c> or <c>request</c>.</summary>
    public string Returned { get; init; } = "default";

    /// <summary><c>none</c> or <c>server</c>.</summary>
    public string Uniqueness { get; init; } = "none";

    public IReadOnlyList<string> CanonicalValues { get; init; } = [];

    public IReadOnlyList<string> ReferenceTypes { get; init; } = [];

    public IReadOnlyList<ScimAttribute> SubAttributes { get; init; } = [];

    public ScimAttribute? Sub(string name) => SubAttributes.FirstOrDefault(a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a comparison of a complex attribute as such means: its value.</summary>
    public ScimAttribute? ValueAttribute => Sub("value");
}
