namespace SamlSp.Deployment.Tests;

/// <summary>A fact that mounts a small disk: skipped for those who may not.</summary>
public sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute()
    {
        if (Environment.UserName != "root")
        {
            Skip = "Only root may mount a disk.";
        }
    }
}
