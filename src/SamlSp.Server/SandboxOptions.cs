namespace SamlSp.Server;

/// <summary>The section <c>SamlSp:Sandbox</c>.</summary>
internal sealed class SandboxOptions
{
    /// <summary>Whether the sandbox tenant runs in this process. Never in Production. Default false.</summary>
    public bool Enabled { get; set; }
}
