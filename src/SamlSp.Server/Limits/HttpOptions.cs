namespace SamlSp.Server;

/// <summary>The section <c>SamlSp:Http</c>: limits of connections and requests.</summary>
internal sealed class HttpOptions
{
    /// <summary>The maximum number of open connections. Default 10,000.</summary>
    public int MaximumConnections { get; set; } = 10_000;

    /// <summary>The maximum size of all headers of a request, in bytes. Default 32 KiB: eight pending sign-ins and a session fit.</summary>
    public int MaximumHeaderBytes { get; set; } = 32 * 1024;

    /// <summary>The maximum size of a request body, in bytes. Default 4 MiB. The SAML endpoints accept 1 MiB at most.</summary>
    public int MaximumBodyBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How long a client may take to send its headers. Default 15 seconds.</summary>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an idle connection stays open. Default 130 seconds, longer than common proxies keep theirs.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(130);
}
