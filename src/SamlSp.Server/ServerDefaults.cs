namespace SamlSp.Server;

/// <summary>The defaults of the server.</summary>
internal static class ServerDefaults
{
    /// <summary>The folder of the key pairs, relative to the content root.</summary>
    public const string Certificates = "certs";
}
