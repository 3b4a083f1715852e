using Microsoft.AspNetCore.Http;
using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>A connection as it stands in the form: not saved yet, and perhaps never.</summary>
internal sealed class ConnectionDraft
{
    /// <summary>The revision that the form was opened with.</summary>
    public int Revision { get; set; }

    /// <summary>SAML: the metadata's address.</summary>
    public string? MetadataUrl { get; set; }

    /// <summary>SAML: the metadata as text, when it was uploaded or pasted.</summary>
    public string? Metadata { get; set; }

    /// <summary>SAML: a file with the metadata; takes the place of <see cref="Metadata"/>.</summary>
    public IFormFile? Upload { get; set; }

    /// <summary>SAML: whether a sign-in may begin at the identity provider.</summary>
    public bool AllowUnsolicited { get; set; }

    /// <summary>SAML: whether requests are signed.</summary>
    public bool SignRequests { get; set; }

    /// <summary>OpenID Connect: where browsers are sent.</summary>
    public string? AuthorizationUrl { get; set; }

    /// <summary>OpenID Connect: where codes are redeemed.</summary>
    public string? TokenUrl { get; set; }

    /// <summary>OpenID Connect: this service at the identity provider.</summary>
    public string? ClientId { get; set; }

    /// <summary>OpenID Connect: the client secret; empty keeps the one that is there.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>OpenID Connect: the day on which the secret ends.</summary>
    public DateOnly? ClientSecretExpires { get; set; }

    /// <summary>OpenID Connect: the issuer; empty is found from the authorization URL.</summary>
    public string? Issuer { get; set; }

    /// <summary>The form as it stands for a connection.</summary>
    public static ConnectionDraft Of(ConnectionOptions connection, int revision) =>
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
            ClientSecretExpires = connection.ClientSecretExpires,
            Issuer = connection.Issuer,
        };

    /// <summary>Puts the form into settings. What belongs to the other protocol goes.</summary>
    public void ApplyTo(ConnectionOptions connection, ConnectionProtocol protocol)
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
        connection.ClientSecret = saml ? "" : Text(ClientSecret);
        connection.ClientSecretExpires = saml ? null : ClientSecretExpires;
        connection.Issuer = saml ? null : Text(Issuer);
        if (!saml)
        {
            return;
        }

        (connection.JwksUrl, connection.EndSessionUrl) = (null, null);
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
