namespace SamlSp.AspNetCore.Tests;

public sealed class ConnectionValidatorTests
{
    private const string Authorize = "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/oauth2/v2.0/authorize";

    [Fact]
    public void OpenIdConnection_FourValuesOfAnAppRegistration_AreEnough() => Assert.Empty(Check(Four()));

    [Theory]
    [InlineData("https://login.microsoftonline.com/common/oauth2/v2.0/authorize")]
    [InlineData("https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize")]
    [InlineData("https://login.microsoftonline.com/Consumers/oauth2/v2.0/authorize")]
    public void OpenIdConnection_MultiTenantAddress_IsRefused(string address)
    {
        var connection = Four();
        connection.AuthorizationUrl = address;
        Assert.Contains("many tenants", Assert.Single(Check(connection)), StringComparison.Ordinal);
    }

    [Fact]
    public void OpenIdConnection_MissingValues_AreAllReported() =>
        Assert.Equal(["x:ClientId", "x:ClientSecret", "x:Issuer"], Keys(new() { Protocol = ConnectionProtocol.OpenIdConnect }));

    [Fact]
    public void Graph_MistakesInItsSettings_AreAllReported()
    {
        Assert.Empty(Graph(new() { ClientId = "reader", ClientSecret = "s3cret" }));
        Assert.Empty(
            Graph(
                new()
                {
                    ClientId = "reader",
                    ClientAuthentication = ClientAuthenticationMethod.FederatedToken,
                    FederatedTokenFile = "/run/token",
                    BaseUrl = "https://graph.microsoft.us/v1.0",
                }
            )
        );
        Assert.Equal(
            ["BaseUrl", "CacheTime", "ClientId", "ClientSecret", "MaxGroups", "PollInterval", "TenantId", "Timeout", "TokenUrl"],
            Graph(
                new()
                {
                    TenantId = "contoso",
                    BaseUrl = "http://graph.example",
                    TokenUrl = "ftp://login.example",
                    CacheTime = TimeSpan.FromHours(2),
                    MaxGroups = 0,
                    PollInterval = TimeSpan.FromSeconds(1),
                    Timeout = TimeSpan.Zero,
                }
            )
        );
        Assert.Equal(
            ["TokenUrl"],
            Graph(
                new()
                {
                    ClientId = "reader",
                    ClientSecret = "s3cret",
                    BaseUrl = "https://graph.example/v1.0",
                }
            )
        );
        Assert.Equal(
            ["FederatedTokenFile"],
            Graph(
                new()
                {
                    ClientId = "reader",
                    ClientSecret = "s3cret",
                    FederatedTokenFile = "/run/token",
                }
            )
        );
    }

    [Theory]
    [InlineData(null, 300, 0)]
    [InlineData("oid", 300, 0)]
    [InlineData("employeeid", 300, 1)]
    [InlineData("employeeid", 0, 0)]
    public void Graph_UsersKeyedByAnotherClaim_CannotBeWatched(string? keyClaim, int seconds, int mistakes) =>
        Assert.Equal(
            mistakes,
            Graph(
                new()
                {
                    ClientId = "reader",
                    ClientSecret = "s3cret",
                    PollInterval = TimeSpan.FromSeconds(seconds),
                },
                keyClaim
            ).Count
        );

    private static IReadOnlyList<string> Graph(GraphOptions graph, string? keyClaim = null) =>
        [
            .. ConnectionValidator
                .Validate(
                    "x",
                    new OrganizationOptions
                    {
                        KeyClaim = keyClaim,
                        Connection = { Graph = graph, MetadataUrl = "https://idp.example/metadata" },
                    },
                    development: false
                )
                .Select(error => error.Split(':')[2])
                .Order(StringComparer.Ordinal),
        ];

    [Fact]
    public void Connection_SettingsOfTheOtherProtocol_AreRefused()
    {
        var openId = Four();
        (openId.MetadataUrl, openId.AllowUnsolicited, openId.NameIdFormat) = ("https://idp.example/metadata", true, "x");
        Assert.Equal(["x:AllowUnsolicited", "x:MetadataUrl", "x:NameIdFormat"], Keys(openId));
        Assert.Equal(
            [
                "x:ClientAuthentication",
                "x:ClientId",
                "x:ClientSecret",
                "x:ClientSecretExpires",
                "x:PushedAuthorization",
                "x:UseMaxAge",
                "x:UsePkce",
                "x:UseUserInfo",
            ],
            Keys(
                new()
                {
                    MetadataUrl = "https://idp.example/metadata",
                    ClientId = "c",
                    ClientSecret = "s",
                    ClientSecretExpires = new(2027, 1, 1),
                    UsePkce = false,
                    UseMaxAge = false,
                    UseUserInfo = false,
                    ClientAuthentication = ClientAuthenticationMethod.PrivateKeyJwt,
                    PushedAuthorization = PushedAuthorizationBehavior.Require,
                }
            )
        );
    }

    [Fact]
    public void ClientAuthentication_WithoutASecret_NeedsWhatItUsesAndNothingElse()
    {
        var connection = Four();
        connection.ClientAuthentication = ClientAuthenticationMethod.PrivateKeyJwt;
        Assert.Equal(["x:ClientSecret"], Keys(connection));
        connection.ClientSecret = null;
        Assert.Empty(Check(connection));

        connection.ClientAuthentication = ClientAuthenticationMethod.FederatedToken;
        Assert.Equal(["x:FederatedTokenFile"], Keys(connection));
        connection.FederatedTokenFile = "/var/run/secrets/azure/tokens/azure-identity-token";
        Assert.Empty(Check(connection));

        connection.ClientAuthentication = ClientAuthenticationMethod.ClientSecret;
        Assert.Equal(["x:ClientSecret", "x:FederatedTokenFile"], Keys(connection));
    }

    /// <summary>An assertion for the issuer is one that whoever answers at another token endpoint could use there.</summary>
    [Fact]
    public void ClientAssertion_ForTheIssuer_GoesToTheEndpointsOfItsDiscoveryAlone()
    {
        var connection = Four();
        (connection.ClientAuthentication, connection.ClientSecret) = (ClientAuthenticationMethod.PrivateKeyJwt, null);
        connection.ClientAssertionAudience = ClientAssertionAudience.Issuer;
        Assert.Equal(["x:TokenUrl"], Keys(connection));
        connection.TokenUrl = null;
        Assert.Empty(Check(connection));
    }

    [Theory]
    [InlineData("http://idp.example/token")]
    [InlineData("ftp://idp.example/token")]
    [InlineData("/token")]
    [InlineData("https://user@idp.example/token")]
    [InlineData("https://idp.example/token#x")]
    public void TokenUrl_UnsafeAddress_IsRefused(string address)
    {
        var connection = Four();
        connection.TokenUrl = address;
        Assert.Equal(["x:TokenUrl"], Keys(connection));
        connection.TokenUrl = "http://127.0.0.1:5080/token";
        Assert.Empty(Check(connection));
    }

    [Theory]
    [InlineData(Authorize, "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0/.well-known/openid-configuration")]
    [InlineData(
        "http://localhost:5080/sandbox/t/oauth2/v2.0/authorize",
        "http://localhost:5080/sandbox/t/v2.0/.well-known/openid-configuration"
    )]
    [InlineData("https://idp.example/authorize", null)]
    public void Discovery_AuthorizationUrlOfEntra_GivesItsAddress(string authorize, string? discovery) =>
        Assert.Equal(discovery, OpenIdDiscovery.AddressOf(new() { AuthorizationUrl = authorize })?.AbsoluteUri);

    private static SamlSpConnectionOptions Four() =>
        new()
        {
            Protocol = ConnectionProtocol.OpenIdConnect,
            AuthorizationUrl = Authorize,
            TokenUrl = Authorize.Replace("authorize", "token", StringComparison.Ordinal),
            ClientId = "c",
            ClientSecret = "s",
        };

    private static IReadOnlyList<string> Check(SamlSpConnectionOptions connection) =>
        ConnectionValidator.Validate("x", connection, development: false);

    private static IEnumerable<string> Keys(SamlSpConnectionOptions connection) =>
        Check(connection).Select(e => e[..e.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal);
}
