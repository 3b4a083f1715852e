namespace SamlSp.Claims;

/// <summary>The shape that a resolved NameID must have.</summary>
public enum NameIdShape
{
    /// <summary>Any non-empty text.</summary>
    Any,

    /// <summary>An address: one <c>@</c> with text on both sides, no white space. Refuses Entra's pairwise identifiers.</summary>
    Address,
}
