using Microsoft.AspNetCore.Http;
using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>A connection in the form, not saved.</summary>
internal sealed class ConnectionDraft
{
    /// <summary>The revision that the form was opened with.</summary>
    public int Revision { get; set; }

    /// <summary>SAML: the URL of the metadata.</summary>
    public string? MetadataUrl { get; set; }

    /// <summary>SAML: the metadata as text, if it was uploaded.</summary>
    public string? Metadata { get; set; }

    /// <summary>SAML: a file with the metadata; replaces <see cref="Metadata"/>.</summary>
    public IFormFile? Upload { get; set; }

    /// <summary>SAML: whether a sign-in may start at the identity provider.</summary>
    public bool AllowUnsolicited { get; set; }

    /// <summary>SAML: whether requests are signed.</summary>
    public bool SignRequests { get; set; }

    /// <summary>OpenID Connect: the authorization endpoint.</summary>
    public string? AuthorizationUrl { get; set; }

    /// <summary>OpenID Connect: the token endpoint.</summary>
    public string? TokenUrl { get; set; }

    /// <summary>OpenID Connect: the client ID at the identity provider.</summary>
    public string? ClientId { get; set; }

    /// <summary>OpenID Connect: how this server proves who it is.</summary>
    public ClientAuthenticationMethod ClientAuthentication { get; set; }

    /// <summary>Whether it does so by its own key.</summary>
    public bool IsByKey => ClientAuthentication == ClientAuthenticationMethod.PrivateKeyJwt;

    /// <summary>OpenID Connect: the client secret; empty keeps the stored one.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>OpenID Connect: the day on which the secret expires.</summary>
    public DateOnly? ClientSecretExpires { get; set; }

    /// <summary>OpenID Connect: the issuer; if empty, it is found from the authorization URL.</summary>
    public string? Issuer { get; set; }

    /// <summary>Microsoft Graph: the client ID of the app registration; empty where Graph is not asked.</summary>
    public string? GraphClientId { get; set; }

    /// <summary>Microsoft Graph: the client secret; empty keeps the stored one.</summary>
    public string? GraphClientSecret { get; set; }

    /// <summary>Microsoft Graph: whether a sign-in goes on with the roles from before when groups cannot be read.</summary>
    public bool GraphKeepsRoles { get; set; }

    /// <summary>The form for a connection.</summary>
    public static ConnectionDraft From(SamlSpConnectionOptions connection, int revision) =>
        new()
        {
            Revision = revision,
            MetadataUrl = connection.MetadataUrl,
            Metadata = connection.Metadata,
            AllowUnsolicited = connection.AllowUnsolicited,
            SignRequests = connection.SignRequests == true,
            AuthorizationUrl = connection.AuthorizationUrl,
            TokenUrl = connection.TokenUrl,
            ClientId = connection.ClientId,
            ClientAuthentication = connection.ClientAuthentication,
            ClientSecretExpires = connection.ClientSecretExpires,
            Issuer = connection.Issuer,
            GraphClientId = connection.Graph?.ClientId,
            GraphKeepsRoles = connection.Graph?.OnFailure == GraphFailure.KeepRoles,
        };

    /// <summary>Applies the form to settings. Values of the other protocol are removed.</summary>
    public void ApplyTo(SamlSpConnectionOptions connection, ConnectionProtocol protocol)
    {
        var saml = protocol == ConnectionProtocol.Saml2;
        connection.Protocol = protocol;
        connection.Enabled = true;
        connection.MetadataUrl = saml ? Text(MetadataUrl) : null;
        connection.Metadata = saml && connection.MetadataUrl is null ? Text(Metadata) : null;
        connection.MetadataFile = null;
        connection.EntityId = null;
        connection.AllowUnsolicited = saml && AllowUnsolicited;
        connection.SignRequests = saml && SignRequests ? true : null;
        connection.AuthorizationUrl = saml ? null : Text(AuthorizationUrl);
        connection.TokenUrl = saml ? null : Text(TokenUrl);
        connection.ClientId = saml ? null : Text(ClientId);
        connection.ClientAuthentication = saml ? default : ClientAuthentication;
        var bySecret = !saml && ClientAuthentication == ClientAuthenticationMethod.ClientSecret;
        connection.ClientSecret = bySecret ? Text(ClientSecret) : "";
        connection.ClientSecretExpires = bySecret ? ClientSecretExpires : null;
        connection.Issuer = saml ? null : Text(Issuer);
        connection.Graph = Text(GraphClientId) is { } reader ? Apply(connection.Graph ?? new(), reader) : null;
        if (!saml)
        {
            return;
        }

        (connection.JwksUrl, connection.EndSessionUrl, connection.ClientAssertionAudience) = (null, null, default);
    }

    private GraphOptions Apply(GraphOptions graph, string clientId)
    {
        graph.ClientId = clientId;
        graph.ClientSecret = Text(GraphClientSecret);
        graph.OnFailure = GraphKeepsRoles ? GraphFailure.KeepRoles : GraphFailure.Refuse;
        return graph;
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
