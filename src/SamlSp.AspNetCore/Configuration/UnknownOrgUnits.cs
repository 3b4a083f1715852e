namespace SamlSp.AspNetCore;

/// <summary>What happens if a path is not one of the organization's org units.</summary>
public enum UnknownOrgUnits
{
    /// <summary>The org unit is created.</summary>
    Create,

    /// <summary>The sign-in, or the change, is refused.</summary>
    Refuse,
}
