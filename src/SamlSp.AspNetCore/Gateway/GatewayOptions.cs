namespace SamlSp.AspNetCore;

/// <summary>Settings of gateway mode, in which a reverse proxy asks <c>/auth</c> about every request to an application.</summary>
public sealed class GatewayOptions
{
    /// <summary>
    /// Hosts of applications besides that of <see cref="SamlSpOptions.BaseUrl"/>, each as in the browser's address (<c>app.example.com</c>,
    /// <c>app.example.com:8443</c>). A browser is sent back to these and to no others. They have the scheme of
    /// <see cref="SamlSpOptions.BaseUrl"/>.
    /// </summary>
    public IList<string> ReturnHosts { get; set; } = [];

    /// <summary>
    /// Applications that a signed token may be made for: the values that the parameter <c>audience</c> of <c>/auth</c> may have. Default
    /// none.
    /// </summary>
    public IList<string> Audiences { get; set; } = [];

    /// <summary>How long a token is good, never longer than the session. Default 5 minutes; from 1 minute to 1 hour.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromMinutes(5);
}
