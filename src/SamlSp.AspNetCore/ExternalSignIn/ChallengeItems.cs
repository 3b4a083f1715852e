using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;

namespace SamlSp.AspNetCore;

/// <summary>The items of a challenge's <see cref="AuthenticationProperties"/>, which come back with the sign-in.</summary>
internal static class ChallengeItems
{
    /// <summary>The most bytes of all items as JSON. They travel in a cookie, beside a return URL.</summary>
    public const int Most = 2048;

    private const string RedirectUri = ".redirect";

    /// <summary>The items to keep; null if there are none but those that steer the challenge itself.</summary>
    /// <exception cref="InvalidOperationException">They are larger than <see cref="Most"/>.</exception>
    public static string? Write(AuthenticationProperties properties)
    {
        if (
            properties.Items.Keys.All(key =>
                key
                    is RedirectUri
                        or SamlSpDefaults.OrganizationItem
                        or SamlSpDefaults.ForceAuthnItem
                        or SamlSpDefaults.LoginHintItem
                        or SamlSpDefaults.PassiveItem
                        or SamlSpDefaults.MaxAgeItem
                        or SamlSpDefaults.AcrValuesItem
            )
        )
        {
            return null;
        }

        var json = JsonSerializer.Serialize(properties.Items.Where(item => item.Key != RedirectUri).ToDictionary(StringComparer.Ordinal));
        return Encoding.UTF8.GetByteCount(json) <= Most
            ? json
            : throw new InvalidOperationException(
                $"The items of a challenge (AuthenticationProperties.Items) have more than {Most} bytes as JSON. Keep large values at the"
                    + " server, and pass on a key."
            );
    }

    /// <summary>The properties of the challenge; empty ones where nothing was kept.</summary>
    public static AuthenticationProperties Read(string? kept) =>
        new(kept is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string?>>(kept)!);
}
