namespace SamlSp.Server;

/// <summary>What the server uses where its settings say nothing.</summary>
internal static class ServerDefaults
{
    /// <summary>The folder of our key pair, relative to the server's home.</summary>
    public const string Certificates = "certs";
}
