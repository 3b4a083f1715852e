namespace SamlSp.Directory;

/// <summary>Names that an application may need.</summary>
public static class SamlSpDirectoryDefaults
{
    /// <summary>The name of the health check, which is unhealthy while the store does not answer.</summary>
    public const string HealthCheckName = "store";
}
