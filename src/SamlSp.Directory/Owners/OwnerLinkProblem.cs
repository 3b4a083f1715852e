namespace SamlSp.Directory;

/// <summary>Why an owner link cannot be used.</summary>
internal enum OwnerLinkProblem
{
    /// <summary>It is not genuine, or is for another server or purpose.</summary>
    Invalid,

    /// <summary>It is genuine, but its time is over.</summary>
    Expired,

    /// <summary>It was used before.</summary>
    Used,

    /// <summary>The sign-in after it did not happen in time, in the same browser, at the same organization.</summary>
    SignInIncomplete,
}
