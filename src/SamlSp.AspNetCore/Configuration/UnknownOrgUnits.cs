namespace SamlSp.AspNetCore;

/// <summary>What becomes of a path that is not one of the organization's org units.</summary>
public enum UnknownOrgUnits
{
    /// <summary>The unit is made.</summary>
    Create,

    /// <summary>The sign-in, or the change, is refused.</summary>
    Refuse,
}
