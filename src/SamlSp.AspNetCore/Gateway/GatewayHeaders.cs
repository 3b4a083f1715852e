using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// The headers that tell an application behind the gateway which user sends a request. The proxy copies them from our response, and removes
/// headers of these names from requests. Values are ASCII: <c>%</c> and everything that is not a visible character is percent-encoded
/// (UTF-8), and so is a comma in the name of a role. Each header is sent, empty if there is no value: for one that is missing, Caddy would
/// pass its own placeholder to the application as text.
/// </summary>
internal static class GatewayHeaders
{
    /// <summary>The resolved NameID.</summary>
    public const string NameId = "X-SamlSp-NameId";

    /// <summary>The ID of the user; never changes.</summary>
    public const string UserId = "X-SamlSp-User-Id";

    /// <summary>The display name; empty if it is not known.</summary>
    public const string DisplayName = "X-SamlSp-Display-Name";

    /// <summary>The organization's name.</summary>
    public const string Organization = "X-SamlSp-Organization";

    /// <summary>The org unit's path.</summary>
    public const string OrgUnit = "X-SamlSp-Org-Unit";

    /// <summary>Roles, separated by commas; empty if there are none.</summary>
    public const string Roles = "X-SamlSp-Roles";

    /// <summary><c>member</c>, <c>entraGuest</c> or <c>externalGuest</c>.</summary>
    public const string UserType = "X-SamlSp-User-Type";

    /// <summary>When the session ends at the latest, ISO 8601 UTC.</summary>
    public const string Expires = "X-SamlSp-Expires";

    /// <summary>The signed token, if the proxy asks for one with <c>audience</c>; otherwise empty.</summary>
    public const string Token = "X-SamlSp-Token";

    /// <summary>Not for the application: the address where the proxy sends a browser that is not signed in.</summary>
    public const string SignIn = "X-SamlSp-Sign-In";

    internal static void Write(IHeaderDictionary headers, Session session, string? token)
    {
        headers[NameId] = Encode(session.NameId);
        headers[UserId] = Encode(session.UserId);
        headers[Organization] = Encode(session.Organization);
        headers[OrgUnit] = Encode(session.OrgUnitPath);
        headers[UserType] = SessionPrincipal.UserTypeName(session.UserType);
        headers[Expires] = session.ExpiresAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        headers[DisplayName] = Encode(session.DisplayName ?? "");
        headers[Roles] = string.Join(',', session.Roles.Select(role => Encode(role).Replace(",", "%2C", StringComparison.Ordinal)));
        headers[Token] = token ?? "";
    }

    /// <summary>
    /// Visible ASCII stays as it is; everything else and the percent sign is percent-encoded. So line breaks and white space at an end are
    /// neither lost nor dangerous.
    /// </summary>
    internal static string Encode(string value)
    {
        if (value.All(c => c is > ' ' and <= '~' and not '%'))
        {
            return value;
        }

        var text = new StringBuilder(value.Length + 16);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.Value is > ' ' and <= '~' and not '%')
            {
                text.Append((char)rune.Value);
                continue;
            }

            foreach (var unit in bytes[..rune.EncodeToUtf8(bytes)])
            {
                text.Append(CultureInfo.InvariantCulture, $"%{unit:X2}");
            }
        }

        return text.ToString();
    }
}
