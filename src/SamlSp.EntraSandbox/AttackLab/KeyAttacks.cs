using System.Security.Cryptography;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>Group C: keys and algorithms.</summary>
internal static class KeyAttacks
{
    private const string RsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    private const string HmacSha256 = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
    private const string Sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";

    private static readonly Lazy<SigningKey> LazyStranger = new(() => SigningKey.FromCertificate(TenantKeys.Create(TimeProvider.System)));

    public static IReadOnlyList<AttackCase> Cases { get; } =
    [
        new(
            "C01",
            "foreign-key",
            "Signed with the attacker's key",
            "The signature is valid, but with the attacker's key, in a certificate of the same name in KeyInfo. "
                + "Only a key that is pinned to the issuer counts.",
            RefusalCodes.SignatureInvalid,
            c => Form(c.Issue(c.Good, key: Stranger()))
        ),
        new(
            "C05",
            "hmac-public-key",
            "An HMAC keyed with the public key",
            "The signature method is an HMAC. Its secret is the tenant's public key, which anyone can get.",
            RefusalCodes.UnsupportedAlgorithm,
            c =>
                Form(
                    SignedInfoForgery.Resign(
                        c.Signed,
                        c.Key,
                        s => AttackContext.Replace(s, RsaSha256, HmacSha256),
                        data => HMACSHA256.HashData(c.Key.Certificate.PublicKey.ExportSubjectPublicKeyInfo(), data)
                    )
                )
        ),
        new(
            "C07",
            "sha1-signature",
            "Signed with SHA-1",
            "The signature is valid and from the tenant, but uses SHA-1, for which collisions are practical.",
            RefusalCodes.WeakAlgorithm,
            c =>
                Form(
                    SignedInfoForgery.Resign(
                        c.Signed,
                        c.Key,
                        s => AttackContext.Replace(s, RsaSha256, "http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
                        data => SignedInfoForgery.WithRsa(c.Key, data, HashAlgorithmName.SHA1)
                    )
                )
        ),
        new(
            "C07",
            "sha1-digest",
            "Digested with SHA-1",
            "The signature method is strong, but the digest method is SHA-1.",
            RefusalCodes.WeakAlgorithm,
            c =>
                Form(
                    SignedInfoForgery.Resign(
                        c.Signed,
                        c.Key,
                        s => AttackContext.Replace(s, Sha256, "http://www.w3.org/2000/09/xmldsig#sha1")
                    )
                )
        ),
        new(
            "C10",
            "unknown-algorithm",
            "An unknown algorithm",
            "The signature method does not exist. A verifier that skips unknown methods accepts anything.",
            RefusalCodes.UnsupportedAlgorithm,
            c => Form(SignedInfoForgery.Resign(c.Signed, c.Key, s => AttackContext.Replace(s, RsaSha256, "urn:example:none")))
        ),
        new(
            "C13",
            "unsigned",
            "No signature",
            "Neither the response nor the assertion is signed.",
            RefusalCodes.Unsigned,
            c => Form(TokenXml.Response(c.Good, TokenXml.Assertion(c.Good)))
        ),
    ];

    /// <summary>A key that is nobody's.</summary>
    public static SigningKey Stranger() => LazyStranger.Value;

    private static string Form(string xml) => TokenAssembler.FormValue(xml);
}
