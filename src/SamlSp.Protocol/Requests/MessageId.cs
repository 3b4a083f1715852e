using System.Security.Cryptography;

namespace SamlSp.Protocol;

/// <summary>Makes message IDs.</summary>
public static class MessageId
{
    /// <summary>
    /// A new unguessable ID of 160 random bits (SAML Core 1.3.4), an NCName that starts with <c>id</c>: Entra refuses a digit in first
    /// place.
    /// </summary>
    public static string New() => "id" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
}
