namespace SamlSp.AspNetCore;

/// <summary>Finds mistakes in the settings of gateway mode.</summary>
internal sealed class GatewayCheck : IConfigurationCheck
{
    private const string Section = "SamlSp:Gateway:";

    public IEnumerable<string> Check(SamlSpScheme scheme, SamlSpOptions options)
    {
        var gateway = options.Gateway;
        for (var i = 0; i < gateway.ReturnHosts.Count; i++)
        {
            if (!IsHost(gateway.ReturnHosts[i], options.IsSecure))
            {
                yield return $"{Section}ReturnHosts:{i}: must be a host with its port, if that is not the default port: app.example.com";
            }
        }

        for (var i = 0; i < gateway.Audiences.Count; i++)
        {
            if (gateway.Audiences[i] is not { Length: > 0 and <= 256 } audience || audience.Any(c => c is <= ' ' or > '~'))
            {
                yield return $"{Section}Audiences:{i}: must be 1 to 256 visible ASCII characters";
            }
            else if (audience == options.BaseUrl || audience == options.EntityId)
            {
                yield return $"{Section}Audiences:{i}: is this server itself; enter the name of an application";
            }
        }

        if (gateway.TokenLifetime < TimeSpan.FromMinutes(1) || gateway.TokenLifetime > TimeSpan.FromHours(1))
        {
            yield return $"{Section}TokenLifetime: must be 00:01:00 to 01:00:00";
        }

        if (gateway.Audiences.Count == 0)
        {
            yield break;
        }

        if (options.Address.Path.Length > 0)
        {
            yield return $"{Section}Audiences: gateway mode needs a SamlSp:BaseUrl without a path: its cookies are for whole hosts";
        }

        if (scheme.Keys.Signing is not { } key || !key.IsRsa)
        {
            yield return $"{Section}Audiences: there is no RSA key to sign tokens with (RS256); set SamlSp:Certificates:Directory";
        }
    }

    private static bool IsHost(string host, bool secure) =>
        Uri.TryCreate($"{(secure ? "https" : "http")}://{host}/", UriKind.Absolute, out var url)
        && string.Equals(url.Authority, host, StringComparison.OrdinalIgnoreCase)
        && url is { AbsolutePath: "/", UserInfo.Length: 0 };
}
