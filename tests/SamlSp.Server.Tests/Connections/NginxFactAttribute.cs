namespace SamlSp.Server.Tests;

/// <summary>A test that needs nginx, which test.sh installs.</summary>
internal sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute()
    {
        if (!File.Exists(NginxProxy.Program))
        {
            Skip = "nginx is not installed.";
        }
    }
}
