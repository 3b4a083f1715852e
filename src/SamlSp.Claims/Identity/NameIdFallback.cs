namespace SamlSp.Claims;

/// <summary>What happens when no rule gives a NameID.</summary>
public enum NameIdFallback
{
    /// <summary>The sign-in is refused.</summary>
    Refuse,

    /// <summary>The assertion's own NameID is used.</summary>
    AssertedNameId,
}
