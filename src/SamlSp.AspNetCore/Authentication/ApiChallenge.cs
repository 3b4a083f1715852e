using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// What a caller that is no browser is told: 401, and after an end by policy that a new authentication is what is missing (RFC 9470).
/// </summary>
internal static class ApiChallenge
{
    /// <summary>The session's authentication does not meet what the endpoint asks for.</summary>
    public static Task WriteAsync(HttpContext context, SamlAuthenticationRequirement requirement)
    {
        var challenge =
            "Bearer error=\"insufficient_user_authentication\", error_description=\"A newer or stronger authentication is needed\"";
        if (requirement.MaxAge is { } age)
        {
            challenge += string.Create(CultureInfo.InvariantCulture, $", max_age=\"{(long)age.TotalSeconds}\"");
        }

        if (AcrValues.Write(requirement) is { } values)
        {
            challenge += $", acr_values=\"{values}\"";
        }

        context.Response.Headers.WWWAuthenticate = challenge;
        Page.SetHeaders(context.Response);
        return Results.Problem(statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(context);
    }

    /// <summary>There is no session, or it has ended.</summary>
    public static Task WriteAsync(HttpContext context, TimeSpan? ended, bool reauthenticate)
    {
        var frequency = ended ?? TimeSpan.FromHours(8);
        context.Response.Headers.WWWAuthenticate = reauthenticate
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Bearer error=\"insufficient_user_authentication\", error_description=\"The session's policy asks for a new"
                    + $" authentication\", max_age=\"{(long)frequency.TotalSeconds}\""
            )
            : "Bearer";
        Page.SetHeaders(context.Response);
        return Results.Problem(statusCode: StatusCodes.Status401Unauthorized).ExecuteAsync(context);
    }
}
