using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>Writes a user's key as one text that an application can keep.</summary>
internal static class ProviderKeyText
{
    /// <summary>What Identity's tables take at least (<c>StoreOptions.MaxLengthForKeys</c> of its templates).</summary>
    private const int Longest = 128;

    /// <summary>
    /// Tenant and object ID with a slash between them, or a hash where that is longer than 128 characters. Object IDs are compared without
    /// case, so they are in lower case here, and have no slash of their own: no two users share a text. A hash has none at all.
    /// </summary>
    public static string Create(UserKey key)
    {
        var text = key.TenantId + "/" + Uri.EscapeDataString(key.ObjectId.ToLowerInvariant());
        return text.Length <= Longest ? text : "sha256:" + WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
