namespace SamlSp.Scim;

/// <summary>Who may change an attribute (RFC 7643 2.2).</summary>
internal enum Mutability
{
    ReadWrite,
    ReadOnly,
    Immutable,
}
