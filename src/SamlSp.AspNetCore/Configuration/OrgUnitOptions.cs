namespace SamlSp.AspNetCore;

/// <summary>Settings of an org unit.</summary>
public sealed class OrgUnitOptions
{
    /// <summary>The unit's own session policy; null inherits the nearest one above.</summary>
    public SessionPolicyOptions? Session { get; set; }
}
