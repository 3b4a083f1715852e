using Microsoft.AspNetCore.DataProtection;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Testing;

namespace SamlSp.Directory.Tests;

public sealed class OrganizationSettingsTests
{
    private static readonly OrganizationSettings Format = new(new EphemeralDataProtectionProvider());

    [Fact]
    public void OrganizationSettings_EachSetting_IsReadBack()
    {
        var settings = Everything();
        var row = Row();
        Format.Write(row, settings);
        var read = Format.Read(row);
        settings.Provisioning.Tokens = [];
        Assert.Empty(OrganizationSettings.Changes(settings, read));
        Assert.Equal(["Roles:reader"], OrganizationSettings.Changes(settings, WithoutRole(read)));
        Assert.True(Format.Read(row).Roles.ContainsKey("READER"));
        Assert.True(Format.Read(row).Attributes.ContainsKey("USER.mail"));
    }

    [Fact]
    public void OrganizationSettings_EachProperty_IsCoveredByTheRoundTrip()
    {
        var defaults = OrganizationSettings.Changes(new(), Everything());
        foreach (var property in typeof(OrganizationOptions).GetProperties().Where(p => p.SetMethod is not null))
        {
            Assert.Contains(defaults, c => c == property.Name || c.StartsWith(property.Name + ":", StringComparison.Ordinal));
        }

        foreach (var property in typeof(SamlSpConnectionOptions).GetProperties().Where(p => p.SetMethod is not null))
        {
            Assert.Contains(
                defaults,
                c => c == "Connection:" + property.Name || c.StartsWith("Connection:" + property.Name + ":", StringComparison.Ordinal)
            );
        }

        foreach (var property in typeof(GraphOptions).GetProperties().Where(p => p.SetMethod is not null))
        {
            Assert.Contains("Connection:Graph:" + property.Name, defaults);
        }
    }

    [Fact]
    public void ClientSecret_Stored_IsEncryptedAndNeverShown()
    {
        var row = Row();
        Format.Write(row, Everything());
        Assert.DoesNotContain("s3cret", row.Settings + row.Secrets, StringComparison.Ordinal);
        Assert.Equal("s3cret", Format.Read(row).Connection.ClientSecret);
        Assert.Equal("graph s3cret", Format.Read(row).Connection.Graph!.ClientSecret);
        Assert.Null(OrganizationSettings.ReadWithoutSecrets(row).Connection.ClientSecret);
        Assert.Null(OrganizationSettings.ReadWithoutSecrets(row).Connection.Graph!.ClientSecret);
        Assert.Null(OrganizationSettings.WithoutSecrets(Everything()).Connection.Graph!.ClientSecret);
        Assert.Null(OrganizationSettings.WithoutSecrets(Everything()).Connection.ClientSecret);
        Assert.Equal("s3cret", Everything().Connection.ClientSecret);
    }

    private static OrganizationOptions WithoutRole(OrganizationOptions settings)
    {
        settings.Roles.Remove("reader");
        return settings;
    }

    private static OrganizationRow Row() =>
        new()
        {
            Organization = "contoso",
            Name = "contoso",
            Settings = "",
            Revision = 1,
            CreatedAt = TestClock.Now,
            UpdatedAt = TestClock.Now,
            UpdatedBy = "x",
        };

    /// <summary>Settings of which none is as it is by default; that no organization could have them all is beside the point.</summary>
    private static OrganizationOptions Everything() =>
        new()
        {
            DisplayName = "Contoso",
            Domains = ["example.com"],
            PrimaryDomain = "example.com",
            TenantDomain = "contoso.onmicrosoft.com",
            KeyClaim = "sub",
            Attributes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["user.mail"] = "mail" },
            Connection = new()
            {
                Protocol = ConnectionProtocol.OpenIdConnect,
                Enabled = false,
                MetadataUrl = "u",
                MetadataFile = "f",
                Metadata = "m",
                EntityId = "e",
                MetadataSigningCertificates = ["c"],
                AllowUnsolicited = true,
                AllowMissingDestination = true,
                SendLogoutRequests = false,
                SignRequests = true,
                AllowExpiredCertificates = true,
                NameIdFormat = "n",
                Issuer = "i",
                AuthorizationUrl = "a",
                TokenUrl = "t",
                JwksUrl = "j",
                EndSessionUrl = "es",
                ClientId = "c",
                ClientAuthentication = ClientAuthenticationMethod.FederatedToken,
                ClientAssertionAudience = ClientAssertionAudience.Issuer,
                FederatedTokenFile = "/token",
                PushedAuthorization = PushedAuthorizationBehavior.Require,
                UseUserInfo = false,
                ClientSecret = "s3cret",
                ClientSecretExpires = new(2027, 11, 30),
                Scopes = ["s"],
                MultiFactorContexts = ["m"],
                PhishingResistantContexts = ["p"],
                PhishingResistantMethods = ["pm"],
                UsePkce = false,
                UseMaxAge = false,
                Graph = new()
                {
                    ClientId = "g",
                    ClientAuthentication = ClientAuthenticationMethod.FederatedToken,
                    ClientSecret = "graph s3cret",
                    FederatedTokenFile = "f",
                    TenantId = "t",
                    BaseUrl = "b",
                    TokenUrl = "t",
                    SecurityEnabledOnly = false,
                    Timeout = TimeSpan.FromSeconds(1),
                    MaxGroups = 1,
                    CacheTime = TimeSpan.Zero,
                    OnFailure = GraphFailure.KeepRoles,
                    PollInterval = TimeSpan.Zero,
                },
            },
            NameId = new()
            {
                Conditions =
                [
                    new()
                    {
                        UserType = "any",
                        Source = "transformation",
                        MemberOf = ["g"],
                        Transformations =
                        [
                            new()
                            {
                                Function = "RegexReplace",
                                Input = "user.mail",
                                Pattern = "a",
                                Replacement = "b",
                                Parameters = ["user.country"],
                            },
                        ],
                    },
                ],
                Shape = NameIdShape.Address,
                Fallback = NameIdFallback.AssertedNameId,
            },
            Claims =
            [
                new()
                {
                    Claim = "mail",
                    Conditions =
                    [
                        new()
                        {
                            UserType = "members",
                            Source = "attribute",
                            Attribute = "user.mail",
                        },
                    ],
                },
            ],
            OrgUnitPath = "\"/\"",
            OrgUnits = new Dictionary<string, OrgUnitOptions?>
            {
                ["/guests"] = new()
                {
                    Session = new()
                    {
                        Reauthentication = Reauthentication.Required,
                        Frequency = TimeSpan.FromHours(24),
                        Method = ReauthenticationMethod.MultiFactor,
                    },
                },
            },
            JustInTime = false,
            MatchByEmail = true,
            RefuseDeleted = true,
            Terms = new()
            {
                Text = "t",
                Url = "https://terms.example",
                Version = "1",
            },
            UnknownOrgUnits = UnknownOrgUnits.Refuse,
            Roles = new Dictionary<string, IList<string>>(StringComparer.OrdinalIgnoreCase) { ["reader"] = ["g1", "g2"] },
            Provisioning = new() { Tokens = ["t"] },
        };
}
