using System.Security.Cryptography;
using System.Text;

namespace SamlSp.AspNetCore;

/// <summary>
/// The name of a session where its ID must not be shown: in the store, in lists, in the audit trail. It is the SHA-256 of the ID, so that a
/// reader cannot use the session.
/// </summary>
internal static class SessionReference
{
    private const string Prefix = "sha256:";

    /// <summary>
    /// Whether a text is a reference and not an ID. A reference never finds a session by <see cref="ISessionStore.FindAsync"/>.
    /// </summary>
    public static bool IsReference(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The reference of a session ID; a reference is returned as it is.</summary>
    public static string FromId(string idOrReference)
    {
        ArgumentNullException.ThrowIfNull(idOrReference);
        return IsReference(idOrReference)
            ? idOrReference
            : Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(idOrReference)));
    }
}
