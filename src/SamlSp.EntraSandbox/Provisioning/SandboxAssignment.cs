namespace SamlSp.EntraSandbox;

/// <summary>What became of a user in the tenant.</summary>
public enum SandboxAssignment
{
    /// <summary>Assigned to the app, and enabled.</summary>
    Assigned,

    /// <summary>Disabled, unassigned, or in the recycle bin: Entra sends <c>active: false</c>.</summary>
    Disabled,

    /// <summary>Deleted for good: Entra sends a DELETE.</summary>
    Deleted,
}
