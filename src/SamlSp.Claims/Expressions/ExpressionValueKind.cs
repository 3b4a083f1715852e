namespace SamlSp.Claims;

/// <summary>The kinds of value that the mapping language tells apart.</summary>
public enum ExpressionValueKind
{
    /// <summary>No value: an attribute that is not there.</summary>
    Null,

    /// <summary>A text, which may be empty.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary><c>True</c> or <c>False</c>.</summary>
    Boolean,

    /// <summary>Several values, in order.</summary>
    List,

    /// <summary>The attribute must not flow (<c>IgnoreFlowIfNullOrEmpty</c>, <c>IgnoreAttributeFlow</c>).</summary>
    Ignored,
}
