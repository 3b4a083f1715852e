using System.Globalization;
using Microsoft.AspNetCore.Authentication;

namespace SamlSp.AspNetCore;

/// <summary>A requirement among the items of a challenge.</summary>
internal static class StepUpItems
{
    public static SamlAuthenticationRequirement? Read(AuthenticationProperties properties) =>
        AcrValues.Read(
            properties.GetString(SamlSpDefaults.AcrValuesItem),
            long.TryParse(properties.GetString(SamlSpDefaults.MaxAgeItem), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                ? seconds
                : 0
        );

    public static void Write(AuthenticationProperties properties, SamlAuthenticationRequirement? requirement)
    {
        properties.SetString(SamlSpDefaults.AcrValuesItem, AcrValues.Write(requirement));
        properties.SetString(
            SamlSpDefaults.MaxAgeItem,
            requirement?.MaxAge is { } age ? ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null
        );
    }
}
