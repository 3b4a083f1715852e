namespace SamlSp.Load;

/// <summary>The parts of the system whose CPU time is told apart.</summary>
internal static class Parts
{
    public const string Nodes = "nodes";
    public const string Proxy = "nginx";
    public const string Database = "postgresql";
    public const string Driver = "driver";
}
