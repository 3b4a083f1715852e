namespace SamlSp.Directory;

/// <summary>What became of a change of an org unit.</summary>
public enum OrgUnitChange
{
    /// <summary>It was made.</summary>
    Done,

    /// <summary>No change: it is in that state already; nothing was written.</summary>
    Unchanged,

    /// <summary>There is no such unit.</summary>
    NotFound,

    /// <summary>There is one with this path already.</summary>
    AlreadyThere,

    /// <summary>That is no path (<see cref="OrgUnitPath.IsValid"/>).</summary>
    PathInvalid,

    /// <summary>The configuration declares the unit: it is changed there.</summary>
    Declared,

    /// <summary>There are users in it, or units below it.</summary>
    NotEmpty,

    /// <summary>The frequency is not 1 to 24 hours, or frequency and method are set where re-authentication is not required.</summary>
    PolicyInvalid,
}
