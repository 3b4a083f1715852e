namespace SamlSp.Scim;

/// <summary>Names that an application may need.</summary>
public static class SamlSpScimDefaults
{
    /// <summary>The path below which each organization has its endpoints: <c>/scim/v2/&lt;organization&gt;/</c>.</summary>
    public const string Path = "/scim/v2";
}
