namespace SamlSp.EntraSandbox;

/// <summary>What an app asks for: an AuthnRequest that was accepted, or the tile that a user chose.</summary>
internal sealed record SignInRequest
{
    public required SandboxServiceProvider App { get; init; }

    public required string AcsUrl { get; init; }

    /// <summary>The AuthnRequest's ID; null for a tile.</summary>
    public string? RequestId { get; init; }

    public bool ForceAuthn { get; init; }

    public bool IsPassive { get; init; }

    public string? NameIdFormat { get; init; }

    public string? RelayState { get; init; }

    /// <summary>The request's XML in base64, to carry it through the sign-in page, where it is read anew; null for a tile.</summary>
    public string? Message { get; init; }

    public static SignInRequest ForTile(SandboxServiceProvider app, string? relayState) =>
        new()
        {
            App = app,
            AcsUrl = app.AcsUrl,
            RelayState = relayState,
        };
}
