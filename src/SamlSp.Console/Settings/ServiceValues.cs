using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>The values of this server that the administrator enters in Entra.</summary>
/// <param name="EntityId">Identifier (Entity ID).</param>
/// <param name="ReplyUrl">Reply URL (Assertion Consumer Service URL).</param>
/// <param name="SignOnUrl">Sign on URL.</param>
/// <param name="LogoutUrl">Logout URL.</param>
/// <param name="RedirectUri">The redirect URI of OpenID Connect.</param>
/// <param name="FrontchannelLogoutUrl">The front-channel logout URL of OpenID Connect.</param>
/// <param name="MetadataUrl">The URL of this server's metadata.</param>
internal sealed record ServiceValues(
    string EntityId,
    string ReplyUrl,
    string SignOnUrl,
    string LogoutUrl,
    string RedirectUri,
    string FrontchannelLogoutUrl,
    string MetadataUrl
)
{
    internal static ServiceValues From(SamlSpOptions options, string organization) =>
        new(
            options.EntityId!,
            options.Address.AssertionConsumerServiceUrl,
            options.Address.SignInUrl + "?organization=" + Uri.EscapeDataString(organization),
            options.Address.LogoutUrl,
            options.Address.OpenIdCallbackUrl,
            $"{options.BaseUrl}{SamlSpDefaults.OpenIdFrontchannelLogoutPath}/{Uri.EscapeDataString(organization)}",
            options.BaseUrl + options.ModulePath
        );
}
