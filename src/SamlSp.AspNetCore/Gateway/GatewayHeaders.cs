using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// The headers by which an application behind the gateway learns who is calling. A proxy takes them from our answer, and strips what a
/// client sends under these names. Values are ASCII: whatever is not a visible character, and <c>%</c>, is percent-encoded (UTF-8), and
/// inside a role's name the comma as well.
/// </summary>
internal static class GatewayHeaders
{
    /// <summary>The resolved NameID.</summary>
    public const string NameId = "X-SamlSp-NameId";

    /// <summary>The ID of the person's record; never changes.</summary>
    public const string UserId = "X-SamlSp-User-Id";

    /// <summary>The display name; absent when it is not known.</summary>
    public const string DisplayName = "X-SamlSp-Display-Name";

    /// <summary>The organization's name.</summary>
    public const string Organization = "X-SamlSp-Organization";

    /// <summary>The org unit's path.</summary>
    public const string OrgUnit = "X-SamlSp-Org-Unit";

    /// <summary>Roles, separated by commas; absent when there is none.</summary>
    public const string Roles = "X-SamlSp-Roles";

    /// <summary><c>member</c>, <c>entraGuest</c> or <c>externalGuest</c>.</summary>
    public const string UserType = "X-SamlSp-User-Type";

    /// <summary>When the session ends at the latest, ISO 8601 UTC.</summary>
    public const string Expires = "X-SamlSp-Expires";

    /// <summary>The signed token, where the proxy asks for one by <c>audience</c>.</summary>
    public const string Token = "X-SamlSp-Token";

    /// <summary>Not for the application: where the proxy sends a browser that is not signed in.</summary>
    public const string SignIn = "X-SamlSp-Sign-In";

    internal static void Write(IHeaderDictionary headers, Session session)
    {
        headers[NameId] = Encode(session.NameId);
        headers[UserId] = Encode(session.UserId);
        headers[Organization] = Encode(session.Organization);
        headers[OrgUnit] = Encode(session.OrgUnitPath);
        headers[UserType] = SessionPrincipal.UserTypeName(session.UserType);
        headers[Expires] = session.ExpiresAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        if (session.DisplayName is { Length: > 0 } name)
        {
            headers[DisplayName] = Encode(name);
        }

        if (session.Roles.Count > 0)
        {
            headers[Roles] = string.Join(',', session.Roles.Select(role => Encode(role).Replace(",", "%2C", StringComparison.Ordinal)));
        }
    }

    /// <summary>
    /// Visible ASCII as it is, everything else and the percent sign percent-encoded: no line break and no white space at an end can get
    /// lost or do harm.
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
