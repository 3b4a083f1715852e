using System.Text;

namespace SamlSp.Protocol;

/// <summary>Strings that come in nearly every assertion, so that they are not created again each time.</summary>
internal static class KnownText
{
    private const int GuidLength = 36;

    private static readonly Dictionary<int, string[]> ByLength = new[]
    {
        "http://schemas.microsoft.com/identity/claims/tenantid",
        "http://schemas.microsoft.com/identity/claims/objectidentifier",
        "http://schemas.microsoft.com/identity/claims/displayname",
        "http://schemas.microsoft.com/identity/claims/identityprovider",
        "http://schemas.microsoft.com/identity/claims/acct",
        "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups",
        "http://schemas.microsoft.com/ws/2008/06/identity/claims/role",
        "http://schemas.microsoft.com/claims/authnmethodsreferences",
        "http://schemas.microsoft.com/claims/multipleauthn",
        "http://schemas.microsoft.com/claims/groups.link",
        "http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password",
        "http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/x509",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier",
        "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
        "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
        "urn:oasis:names:tc:SAML:2.0:ac:classes:X509",
        "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified",
    }
        .GroupBy(text => text.Length)
        .ToDictionary(group => group.Key, group => group.ToArray());

    /// <summary>
    /// GUIDs that came recently, each at the index of its hash: many users have the same few groups, and their sessions share the
    /// strings.
    /// </summary>
    private static readonly string?[] Guids = new string?[4096];

    /// <summary>The text as a string.</summary>
    public static string FromUtf8(ReadOnlySpan<byte> bytes)
    {
        if (ByLength.TryGetValue(bytes.Length, out var texts))
        {
            foreach (var known in texts)
            {
                if (Ascii.Equals(bytes, known))
                {
                    return known;
                }
            }
        }

        if (bytes.Length != GuidLength)
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var hash = default(HashCode);
        hash.AddBytes(bytes);
        ref var place = ref Guids[hash.ToHashCode() & (Guids.Length - 1)];
        var recent = Volatile.Read(ref place);
        if (recent is not null && Ascii.Equals(bytes, recent))
        {
            return recent;
        }

        var text = Encoding.UTF8.GetString(bytes);
        if (Guid.TryParseExact(text, "D", out _))
        {
            Volatile.Write(ref place, text);
        }

        return text;
    }
}
