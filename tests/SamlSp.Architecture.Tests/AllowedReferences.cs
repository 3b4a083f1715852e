namespace SamlSp.Architecture.Tests;

/// <summary>Who may use whom. docs/architecture.md repeats both tables, and a test compares them.</summary>
internal static class AllowedReferences
{
    /// <summary>The projects of <c>src</c>, and the projects that each may use.</summary>
    public static IReadOnlyDictionary<string, string[]> Projects { get; } =
        new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["Protocol"] = [],
            ["Claims"] = [],
            ["AspNetCore"] = ["Protocol", "Claims"],
            ["Directory"] = ["AspNetCore", "Protocol", "Claims"],
            ["Scim"] = ["Directory", "AspNetCore", "Claims"],
            ["Console"] = ["Directory", "AspNetCore", "Protocol", "Claims"],
            ["EntraSandbox"] = ["Protocol", "Claims"],
            ["Server"] = ["AspNetCore", "Directory", "Scim", "Console", "EntraSandbox"],
            ["Tool"] = ["Protocol", "Claims"],
        };

    /// <summary>
    /// The folders of AspNetCore in layers, the lowest first. Code uses its own layer and those below it.
    /// </summary>
    public static IReadOnlyList<string[]> Layers { get; } =
    [
        ["Configuration", "Keys", "Metadata", "Organizations", "Sessions", "Telemetry"],
        [
            "Authentication",
            "Connections",
            "ExternalSignIn",
            "Graph",
            "Health",
            "Logout",
            "OpenIdConnect",
            "Pages",
            "PendingRequests",
            "Protection",
            "SignIn",
            "StepUp",
            "Tokens",
        ],
        ["Endpoints", "Gateway"],
    ];

    /// <summary>Types that the lowest layer may use although they stand in a higher one.</summary>
    public static IReadOnlySet<string> SharedTypes { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            // The scheme object carries options, organizations and keys to every folder.
            "SamlSpScheme",
            "SamlSpSchemes",
            // Options have the application's events, and the options of features.
            "SamlSpEvents",
            "GatewayOptions",
            "SignInTraceOptions",
            // An organization has an OpenID Connect provider as it has a SAML one, read from its discovery document.
            "OpenIdProvider",
            "OpenIdProviderReader",
            "OpenIdDiscovery",
        };
}
