using System.Text;

namespace SamlSp.Protocol;

/// <summary>Strings that come in nearly every assertion, so that they are not created again each time.</summary>
internal static class KnownText
{
    private const int GuidLength = 36;

    private static readonly string[][] ByLength = Index([
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
    ]);

    /// <summary>
    /// GUIDs that came recently, each at the index of its hash: many users have the same few groups, and their sessions share the
    /// strings.
    /// </summary>
    private static readonly string?[] Guids = new string?[4096];

    /// <summary>The text as a string.</summary>
    public static string FromUtf8(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < ByLength.Length)
        {
            foreach (var known in ByLength[bytes.Length])
            {
                if (Ascii.Equals(bytes, known))
                {
                    return known;
                }
            }
        }

        return bytes.Length == GuidLength ? FromGuid(bytes) : Encoding.UTF8.GetString(bytes);
    }

    private static string FromGuid(ReadOnlySpan<byte> bytes)
    {
        var hash = default(HashCode);
        hash.AddBytes(bytes);
        ref var place = ref Guids[hash.ToHashCode() & (Guids.Length - 1)];
        var known = Volatile.Read(ref place);
        if (known is not null && Ascii.Equals(bytes, known))
        {
            return known;
        }

        var text = Encoding.UTF8.GetString(bytes);
        if (Guid.TryParseExact(text, "D", out _))
        {
            Volatile.Write(ref place, text);
        }

        return text;
    }

    private static string[][] Index(string[] known)
    {
        var byLength = new string[known.Max(text => text.Length) + 1][];
        for (var i = 0; i < byLength.Length; i++)
        {
            byLength[i] = [.. known.Where(text => text.Length == i)];
        }

        return byLength;
    }
}
