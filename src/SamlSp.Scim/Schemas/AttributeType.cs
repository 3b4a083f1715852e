namespace SamlSp.Scim;

/// <summary>The data types of RFC 7643 2.3.</summary>
internal enum AttributeType
{
    String,
    Boolean,
    Complex,
    Reference,
    DateTime,
    Binary,
}
