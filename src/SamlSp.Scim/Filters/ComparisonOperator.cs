namespace SamlSp.Scim;

/// <summary>The operators of RFC 7644 3.4.2.2.</summary>
internal enum ComparisonOperator
{
    Equal,
    NotEqual,
    Contains,
    StartsWith,
    EndsWith,
    GreaterThan,
    GreaterOrEqual,
    LessThan,
    LessOrEqual,
    Present,
}
