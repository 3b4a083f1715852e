namespace SamlSp.Console;

/// <summary>What pages call a setting.</summary>
/// <param name="Label">The label of its field; null for one that is in no form of its own.</param>
/// <param name="Id">The ID of its input; null where there is none.</param>
/// <param name="InHistory">Its name in the history, where no form stands around it; null for the label.</param>
internal readonly record struct SettingField(string? Label, string? Id = null, string? InHistory = null)
{
    /// <summary>The settings by their paths.</summary>
    public static IReadOnlyDictionary<string, SettingField> All { get; } =
        new Dictionary<string, SettingField>(StringComparer.Ordinal)
        {
            ["Name"] = new("Organization"),
            ["DisplayName"] = new("Display name", "name"),
            ["Domains"] = new("E-mail domains", "domains"),
            ["PrimaryDomain"] = new("Primary domain", "primary"),
            ["TenantDomain"] = new("Initial domain of the tenant", "tenant"),
            ["JustInTime"] = new(null, InHistory: "Create users at their first sign-in"),
            ["MatchByEmail"] = new("Match users by e-mail address", InHistory: "Match users by e-mail address at their first sign-in"),
            ["RefuseDeleted"] = new(null, InHistory: "Refuse deleted users"),
            ["Terms:Text"] = new("Terms of service", "terms", "Terms of service: text"),
            ["Terms:Url"] = new("Link to the terms of service", "terms-url", "Terms of service: link"),
            ["NameId:Conditions"] = new(null, InHistory: "Claim rules: rows of the NameID"),
            ["NameId:Shape"] = new(null, InHistory: "Claim rules: format of the NameID"),
            ["NameId:Fallback"] = new(null, InHistory: "Claim rules: when no row gives a NameID"),
            ["Claims"] = new(null, InHistory: "Claim rules: other claims"),
            ["OrgUnitPath"] = new("Org-unit expression"),
            ["Connection"] = new("Connection"),
            ["Connection:Protocol"] = new(null, InHistory: "Connection: protocol"),
            ["Connection:Enabled"] = new(null, InHistory: "Connection: in use"),
            ["Connection:MetadataUrl"] = new("App Federation Metadata Url", "metadata-url", "Connection: App Federation Metadata Url"),
            ["Connection:Metadata"] = new("Metadata file", "upload", "Connection: uploaded metadata"),
            ["Connection:SignRequests"] = new("Sign requests", "sign-requests", "Connection: sign requests"),
            ["Connection:AllowUnsolicited"] = new(
                "Allow sign-in from My Apps",
                "unsolicited",
                "Connection: sign-in may start at the identity provider"
            ),
            ["Connection:AuthorizationUrl"] = new("Authorization URL (v2)", "authorization-url", "Connection: authorization URL"),
            ["Connection:TokenUrl"] = new("Token URL (v2)", "token-url", "Connection: token URL"),
            ["Connection:ClientId"] = new("Application (client) ID", "client-id", "Connection: application (client) ID"),
            ["Connection:ClientAuthentication"] = new(
                "This server proves who it is by",
                "proof-key",
                "Connection: how this server proves who it is"
            ),
            ["Connection:ClientSecret"] = new("Client secret", "client-secret", "Connection: client secret"),
            ["Connection:ClientSecretExpires"] = new("The secret expires on", "secret-ends", "Connection: the secret expires on"),
            ["Connection:Issuer"] = new("Issuer", "issuer", "Connection: issuer"),
            ["Connection:Graph:ClientId"] = new("Microsoft Graph: client ID", "graph-client-id", "Microsoft Graph: client ID"),
            ["Connection:Graph:ClientSecret"] = new(
                "Microsoft Graph: client secret",
                "graph-client-secret",
                "Microsoft Graph: client secret"
            ),
            ["Connection:Graph:OnFailure"] = new(
                "Keep roles when groups cannot be read",
                "graph-keeps-roles",
                "Microsoft Graph: when groups cannot be read"
            ),
            ["Connection:Graph:ClientAuthentication"] = new(null, InHistory: "Microsoft Graph: client authentication"),
            ["Connection:Graph:TenantId"] = new(null, InHistory: "Microsoft Graph: tenant ID"),
            ["Connection:Graph:BaseUrl"] = new(null, InHistory: "Microsoft Graph: address"),
            ["Connection:Graph:TokenUrl"] = new(null, InHistory: "Microsoft Graph: token URL"),
            ["Connection:Graph:SecurityEnabledOnly"] = new(null, InHistory: "Microsoft Graph: security-enabled groups only"),
            ["Connection:Graph:Timeout"] = new(null, InHistory: "Microsoft Graph: timeout"),
            ["Connection:Graph:MaxGroups"] = new(null, InHistory: "Microsoft Graph: most groups"),
            ["Connection:Graph:CacheTime"] = new(null, InHistory: "Microsoft Graph: groups kept for"),
            ["Connection:Graph:PollInterval"] = new(null, InHistory: "Microsoft Graph: changes read every"),
            ["reauthentication"] = new(null, InHistory: "Re-authentication"),
            ["frequency"] = new(null, InHistory: "Sign in again after (h:mm:ss)"),
            ["method"] = new(null, InHistory: "Method"),
        };
}
