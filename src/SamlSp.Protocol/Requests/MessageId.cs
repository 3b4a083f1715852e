using System.Security.Cryptography;

namespace SamlSp.Protocol;

/// <summary>Creates message IDs.</summary>
public static class MessageId
{
    /// <summary>
    /// A new unguessable ID of 160 random bits (SAML Core 1.3.4), an NCName that starts with <c>id</c>: Entra refuses an ID that starts
    /// with a digit.
    /// </summary>
    public static string New() => "id" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
}
