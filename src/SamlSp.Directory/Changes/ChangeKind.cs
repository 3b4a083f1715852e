namespace SamlSp.Directory;

/// <summary>What other nodes must hear of.</summary>
internal enum ChangeKind
{
    /// <summary>A session was ended or made shorter, or tokens of it were ended.</summary>
    SessionEnded,

    /// <summary>So many sessions of an organization were that they are not named.</summary>
    SessionsChanged,

    /// <summary>Session policies of an organization were changed.</summary>
    PoliciesChanged,

    /// <summary>An organization's settings, or what the store adds to them, have changed.</summary>
    OrganizationChanged,
}
