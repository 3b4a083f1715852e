namespace SamlSp.Deployment.Tests;

/// <summary>A fact that needs Docker Compose, which reads its files without a Docker engine.</summary>
public sealed class ComposeFactAttribute : FactAttribute
{
    public ComposeFactAttribute()
    {
        if (!Script.Has("docker-compose") && !HasPlugin)
        {
            Skip = "Docker Compose is not installed (apt-get install docker-compose).";
        }
    }

    private static bool HasPlugin { get; } =
        new[] { "/usr/libexec/docker", "/usr/lib/docker", "/usr/local/lib/docker" }.Any(folder =>
            File.Exists(folder + "/cli-plugins/docker-compose")
        );
}
