namespace SamlSp.Deployment.Tests;

/// <summary>A fact that needs Caddy: skipped where it is not installed.</summary>
public sealed class CaddyFactAttribute : FactAttribute
{
    public CaddyFactAttribute()
    {
        if (!RunningSystem.HasCaddy)
        {
            Skip = "Caddy is not installed (apt-get install caddy).";
        }
    }
}
