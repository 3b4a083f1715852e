namespace SamlSp.AspNetCore;

/// <summary>
/// Finds the mistakes in the settings of a connection before anything is fetched. A setting that would have no effect is a mistake too.
/// </summary>
internal sealed class ConnectionValidator
{
    private readonly List<string> _errors = [];
    private readonly string _path;
    private readonly bool _development;

    private ConnectionValidator(string path, bool development) => (_path, _development) = (path, development);

    /// <summary>The mistakes in a connection, a line each.</summary>
    /// <param name="path">The path of the connection.</param>
    /// <param name="organization">The organization that it belongs to.</param>
    /// <param name="development">Whether http: addresses are allowed.</param>
    public static IReadOnlyList<string> Validate(string path, OrganizationOptions organization, bool development)
    {
        var errors = Validate(path, organization.Connection, development);
        if (organization.Connection.Graph is not { } graph)
        {
            return errors;
        }

        var validator = new ConnectionValidator(path + ":Graph", development);
        validator._errors.AddRange(GraphValidator.Check(graph, organization).Select(e => $"{validator._path}:{e.Key}: {e.Error}"));
        validator.CheckCredentials(graph.ClientAuthentication, graph.ClientSecret, graph.FederatedTokenFile);
        validator.CheckAddress(nameof(graph.BaseUrl), graph.BaseUrl, ": an attacker who can change the groups in transit gives roles");
        validator.CheckAddress(nameof(graph.TokenUrl), graph.TokenUrl, ": the client secret is sent there");
        return [.. errors, .. validator._errors];
    }

    public static IReadOnlyList<string> Validate(string path, SamlSpConnectionOptions connection, bool development)
    {
        var validator = new ConnectionValidator(path, development);
        if (connection.Protocol == ConnectionProtocol.Saml2)
        {
            validator.CheckSaml(connection);
        }
        else
        {
            validator.CheckOpenIdConnect(connection);
        }

        validator.CheckContexts("MultiFactorContexts", connection.MultiFactorContexts);
        validator.CheckContexts("PhishingResistantContexts", connection.PhishingResistantContexts);
        validator.CheckContexts("PhishingResistantMethods", connection.PhishingResistantMethods);
        return validator._errors;
    }

    private void CheckContexts(string key, IList<string> values)
    {
        foreach (var (value, i) in values.Select((value, i) => (value, i)))
        {
            if (!ContextName.IsValid(value))
            {
                _errors.Add($"{_path}:{key}:{i}: must be 1 to 256 visible ASCII characters, without quotation marks and backslashes");
            }
        }
    }

    private void CheckSaml(SamlSpConnectionOptions connection)
    {
        if (new[] { connection.MetadataUrl, connection.MetadataFile, connection.Metadata }.Count(m => m is not null) > 1)
        {
            _errors.Add($"{_path}: has more than one of MetadataUrl, MetadataFile and Metadata: set one of them");
        }

        CheckAddress("MetadataUrl", connection.MetadataUrl, ": an attacker who can change the metadata in transit can sign in as any user");
        NotHere(
            ConnectionProtocol.OpenIdConnect,
            ("Issuer", connection.Issuer),
            ("AuthorizationUrl", connection.AuthorizationUrl),
            ("TokenUrl", connection.TokenUrl),
            ("JwksUrl", connection.JwksUrl),
            ("EndSessionUrl", connection.EndSessionUrl),
            ("ClientId", connection.ClientId),
            (
                "ClientAuthentication",
                connection.ClientAuthentication == ClientAuthenticationMethod.ClientSecret ? null : connection.ClientAuthentication
            ),
            (
                "ClientAssertionAudience",
                connection.ClientAssertionAudience == ClientAssertionAudience.Endpoint ? null : connection.ClientAssertionAudience
            ),
            ("FederatedTokenFile", connection.FederatedTokenFile),
            ("ClientSecret", connection.ClientSecret),
            ("ClientSecretExpires", connection.ClientSecretExpires),
            ("Scopes", connection.Scopes),
            ("UsePkce", connection.UsePkce ? null : false),
            ("UseMaxAge", connection.UseMaxAge ? null : false),
            ("UseUserInfo", connection.UseUserInfo ? null : false),
            (
                "PushedAuthorization",
                connection.PushedAuthorization == PushedAuthorizationBehavior.UseIfAvailable ? null : connection.PushedAuthorization
            )
        );
    }

    private void CheckOpenIdConnect(SamlSpConnectionOptions connection)
    {
        if (string.IsNullOrWhiteSpace(connection.ClientId))
        {
            _errors.Add($"{_path}:ClientId: is required: the application (client) ID of the app registration");
        }

        CheckClientAuthentication(connection);
        if (connection.Issuer is null && OpenIdDiscovery.EntraAuthority(connection.AuthorizationUrl) is null)
        {
            _errors.Add(
                $"{_path}:Issuer: is required, unless AuthorizationUrl is Entra's "
                    + "(https://login.microsoftonline.com/<tenant>/oauth2/v2.0/authorize)"
            );
        }

        if (OpenIdDiscovery.IsForManyTenants(connection.Issuer) || OpenIdDiscovery.IsForManyTenants(connection.AuthorizationUrl))
        {
            _errors.Add(
                $"{_path}:{(connection.Issuer is null ? "AuthorizationUrl" : "Issuer")}: is for many tenants (common, "
                    + "organizations, consumers): enter your own tenant, because users of every tenant could sign in"
            );
        }

        CheckAddress("Issuer", connection.Issuer, "");
        CheckAddress("AuthorizationUrl", connection.AuthorizationUrl, "");
        CheckAddress("TokenUrl", connection.TokenUrl, ": the client secret is sent there");
        CheckAddress("JwksUrl", connection.JwksUrl, ": an attacker who can change the keys in transit can sign in as any user");
        CheckAddress("EndSessionUrl", connection.EndSessionUrl, "");
        foreach (var (scope, i) in (connection.Scopes ?? []).Select((scope, i) => (scope, i)))
        {
            if (scope.Length == 0 || scope.Any(c => c is <= ' ' or '"' or '\\' or > '~'))
            {
                _errors.Add($"{_path}:Scopes:{i}: '{scope}' is not a valid scope (RFC 6749 3.3)");
            }
        }

        NotHere(
            ConnectionProtocol.Saml2,
            ("MetadataUrl", connection.MetadataUrl),
            ("MetadataFile", connection.MetadataFile),
            ("Metadata", connection.Metadata),
            ("EntityId", connection.EntityId),
            ("NameIdFormat", connection.NameIdFormat),
            ("AllowUnsolicited", connection.AllowUnsolicited ? true : null),
            ("AllowMissingDestination", connection.AllowMissingDestination ? true : null),
            ("AllowExpiredCertificates", connection.AllowExpiredCertificates ? true : null)
        );
    }

    private void CheckClientAuthentication(SamlSpConnectionOptions connection)
    {
        CheckCredentials(connection.ClientAuthentication, connection.ClientSecret, connection.FederatedTokenFile);
        Unused(
            connection.ClientAuthentication,
            "ClientSecretExpires",
            connection.ClientSecretExpires,
            ClientAuthenticationMethod.ClientSecret
        );
        if (connection.ClientAssertionAudience == ClientAssertionAudience.Issuer)
        {
            Unused(
                connection.ClientAuthentication,
                "ClientAssertionAudience",
                connection.ClientAssertionAudience,
                ClientAuthenticationMethod.PrivateKeyJwt
            );
            if (connection.TokenUrl is not null)
            {
                _errors.Add(
                    $"{_path}:TokenUrl: must come from discovery with ClientAssertionAudience Issuer: "
                        + "whoever answers there could use the assertion at the issuer"
                );
            }
        }
    }

    /// <summary>A credential that is not used is a mistake: an old secret would stay where nobody looks for it.</summary>
    private void CheckCredentials(ClientAuthenticationMethod method, string? secret, string? tokenFile)
    {
        if (method == ClientAuthenticationMethod.ClientSecret && string.IsNullOrEmpty(secret))
        {
            _errors.Add($"{_path}:ClientSecret: is required: the secret's value, not its ID");
        }

        if (method == ClientAuthenticationMethod.FederatedToken && string.IsNullOrWhiteSpace(tokenFile))
        {
            _errors.Add($"{_path}:FederatedTokenFile: is required: the path of the file that the platform keeps its token in");
        }

        Unused(method, "ClientSecret", secret, ClientAuthenticationMethod.ClientSecret);
        Unused(method, "FederatedTokenFile", tokenFile, ClientAuthenticationMethod.FederatedToken);
    }

    private void Unused(ClientAuthenticationMethod method, string key, object? value, ClientAuthenticationMethod needed)
    {
        if (value is not null && method != needed)
        {
            _errors.Add($"{_path}:{key}: is not used with ClientAuthentication {method}: remove it, or choose {needed}");
        }
    }

    private void NotHere(ConnectionProtocol other, params ReadOnlySpan<(string Key, object? Value)> settings)
    {
        foreach (var (key, value) in settings)
        {
            if (value is not null)
            {
                _errors.Add($"{_path}:{key}: belongs to the protocol {other}, and would be ignored");
            }
        }
    }

    private void CheckAddress(string key, string? address, string why)
    {
        if (address is null)
        {
            return;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            _errors.Add($"{_path}:{key}: must be an absolute https: address");
        }
        else if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            _errors.Add($"{_path}:{key}: must have neither user information nor a fragment");
        }
        else if (url.Scheme == "http" && !_development && !SamlSpOptionsValidator.IsLoopback(url))
        {
            _errors.Add($"{_path}:{key}: must be https: in Production (http: is for loopback hosts){why}");
        }
    }
}
