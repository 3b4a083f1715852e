using System.Security.Cryptography.X509Certificates;
using System.Text;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>Puts a Response together: assertion, its signature, its encryption, the response, its signature, in that order.</summary>
internal static class TokenAssembler
{
    /// <summary>The Response as XML. <paramref name="recipient"/> is needed when the assertion is encrypted.</summary>
    public static string Assemble(
        TokenSpec token,
        SandboxSigning signing,
        SandboxEncryption encryption,
        SigningKey key,
        X509Certificate2? recipient
    )
    {
        var assertion = TokenXml.Assertion(token);
        if (signing is SandboxSigning.Assertion or SandboxSigning.Both)
        {
            assertion = Sign(assertion, token.AssertionId, key);
        }

        if (encryption != SandboxEncryption.None)
        {
            assertion = AssertionEncryption.Encrypt(assertion, encryption, recipient!);
        }

        var response = TokenXml.Response(token, assertion);
        return signing is SandboxSigning.Response or SandboxSigning.Both ? Sign(response, token.ResponseId, key) : response;
    }

    public static string Sign(string xml, string id, SigningKey key) =>
        Encoding.UTF8.GetString(EnvelopedSigner.Sign(Encoding.UTF8.GetBytes(xml), id, key));

    public static string FormValue(string xml) => Convert.ToBase64String(Encoding.UTF8.GetBytes(xml));
}
