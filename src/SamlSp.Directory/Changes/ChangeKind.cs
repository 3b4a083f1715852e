namespace SamlSp.Directory;

/// <summary>What other nodes must hear of.</summary>
internal enum ChangeKind
{
    /// <summary>A session was ended.</summary>
    SessionEnded,

    /// <summary>An organization's settings, or what the store adds to them, have changed.</summary>
    OrganizationChanged,
}
