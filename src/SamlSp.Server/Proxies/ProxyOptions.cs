namespace SamlSp.Server;

/// <summary>The section <c>SamlSp:Proxies</c>.</summary>
internal sealed class ProxyOptions
{
    /// <summary>
    /// Addresses (<c>10.0.0.7</c>) and networks (<c>10.0.0.0/24</c>) of the reverse proxies in front. From these alone
    /// <c>X-Forwarded-For</c> says who the client is, and <c>X-Forwarded-Proto</c> by which scheme it came. Default none.
    /// </summary>
    public IList<string> Known { get; set; } = [];
}
