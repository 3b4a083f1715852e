namespace SamlSp.AspNetCore;

/// <summary>Settings of gateway mode, in which a reverse proxy asks <c>/auth</c> about every request to an application.</summary>
public sealed class GatewayOptions
{
    /// <summary>
    /// Hosts of applications besides that of <see cref="SamlSpOptions.BaseUrl"/>, as in the address bar of the browser
    /// (<c>app.example.com</c>, <c>app.example.com:8443</c>). A browser is sent back to these hosts only. They have the scheme of <see
    /// cref="SamlSpOptions.BaseUrl"/>.
    /// </summary>
    public IList<string> ReturnHosts { get; set; } = [];

    /// <summary>
    /// Applications for which signed tokens may be issued: the allowed values of the parameter <c>audience</c> of <c>/auth</c>. Default
    /// none.
    /// </summary>
    public IList<string> Audiences { get; set; } = [];

    /// <summary>The lifetime of a token, which never exceeds that of the session. Default 5 minutes; from 1 minute to 1 hour.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromMinutes(5);
}
