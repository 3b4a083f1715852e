using SamlSp.AspNetCore;

namespace SamlSp.Console.Tests;

/// <summary>What a form makes of the settings of a connection.</summary>
public sealed class ConnectionDraftTests
{
    [Fact]
    public void ConnectionDraft_ByKey_RemovesTheSecretThatWasThere()
    {
        var connection = new SamlSpConnectionOptions { ClientSecretExpires = new(2027, 1, 1) };
        var draft = new ConnectionDraft
        {
            ClientId = "c",
            ClientSecret = "typed before",
            ClientSecretExpires = new(2027, 1, 1),
            ClientAuthentication = ClientAuthenticationMethod.PrivateKeyJwt,
        };
        draft.ApplyTo(connection, ConnectionProtocol.OpenIdConnect);
        Assert.Equal(ClientAuthenticationMethod.PrivateKeyJwt, connection.ClientAuthentication);
        Assert.Equal("", connection.ClientSecret);
        Assert.Null(connection.ClientSecretExpires);

        draft.ClientAuthentication = ClientAuthenticationMethod.ClientSecret;
        draft.ApplyTo(connection, ConnectionProtocol.OpenIdConnect);
        Assert.Equal("typed before", connection.ClientSecret);
        Assert.Equal(new DateOnly(2027, 1, 1), connection.ClientSecretExpires);

        draft.ClientAuthentication = ClientAuthenticationMethod.PrivateKeyJwt;
        draft.ApplyTo(connection, ConnectionProtocol.Saml2);
        Assert.Equal(ClientAuthenticationMethod.ClientSecret, connection.ClientAuthentication);
    }
}
