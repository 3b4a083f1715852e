using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>
/// Changes a SignedInfo and signs it again with the tenant's own key: what is wrong is then the SignedInfo's content, not its signature.
/// </summary>
internal static class SignedInfoForgery
{
    private const string Start = "<ds:SignedInfo>";
    private const string End = "</ds:SignedInfo>";
    private const string ValueStart = "<ds:SignatureValue>";
    private const string ValueEnd = "</ds:SignatureValue>";

    public static string Resign(string xml, SigningKey key, Func<string, string> change, Func<byte[], byte[]>? sign = null)
    {
        var content = change(Between(xml, Start, End));
        // The signer writes SignedInfo in canonical form, but for the namespace declaration that it inherits.
        var canonical = Encoding.UTF8.GetBytes($"<ds:SignedInfo xmlns:ds=\"{SamlNames.Signature}\">{content}{End}");
        var value = Convert.ToBase64String(sign is null ? WithRsa(key, canonical, HashAlgorithmName.SHA256) : sign(canonical));
        xml = AttackContext.Replace(xml, Start + Between(xml, Start, End), Start + content);
        return AttackContext.Replace(xml, ValueStart + Between(xml, ValueStart, ValueEnd), ValueStart + value);
    }

    public static byte[] WithRsa(SigningKey key, byte[] data, HashAlgorithmName hash)
    {
        using var rsa = key.Certificate.GetRSAPrivateKey()!;
        return rsa.SignData(data, hash, RSASignaturePadding.Pkcs1);
    }

    public static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
