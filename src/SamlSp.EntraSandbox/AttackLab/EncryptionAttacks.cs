using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>Group D: encryption.</summary>
internal static class EncryptionAttacks
{
    public static IReadOnlyList<AttackCase> Cases { get; } =
    [
        new(
            "D01",
            "encrypted-unsigned",
            "Encrypted, but not signed",
            "Anyone can encrypt for the app, because its certificate is public. An encrypted, unsigned assertion proves nothing.",
            RefusalCodes.Unsigned,
            c => Wrap(c, Encrypt(c, TokenXml.Assertion(c.Good)))
        )
        {
            NeedsEncryption = true,
        },
        new(
            "D02",
            "plain-beside-encrypted",
            "A forged assertion beside the encrypted one",
            "A valid encrypted assertion, preceded by a forged one in plaintext (CVE-2024-4985).",
            RefusalCodes.MultipleAssertions,
            c => Wrap(c, c.Forged + Encrypt(c, Signed(c)))
        )
        {
            NeedsEncryption = true,
        },
        new(
            "D03",
            "spoilt-ciphertext",
            "A changed ciphertext",
            "The last byte of the ciphertext was changed. The answer must not show whether padding, integrity or key fails: "
                + "such differences make an oracle.",
            RefusalCodes.DecryptionFailed,
            c => Wrap(c, AssertionEncryption.Encrypt(Signed(c), SandboxEncryption.Aes256Gcm, c.EncryptFor!, spoil: true))
        )
        {
            NeedsEncryption = true,
        },
        new(
            "D04",
            "rsa-1-5",
            "A key transported with RSA PKCS#1 v1.5",
            "The key transport is RSA-1_5, which is open to Bleichenbacher's attack.",
            RefusalCodes.WeakAlgorithm,
            c => Wrap(c, AssertionEncryption.Encrypt(Signed(c), SandboxEncryption.Aes256Cbc, c.EncryptFor!, AssertionEncryption.Rsa15))
        )
        {
            NeedsEncryption = true,
        },
        new(
            "D08",
            "encrypted-doctype",
            "A document type inside the encryption",
            "The plaintext begins with a document type. It is refused as it is outside of encryption, "
                + "with the code of every other decryption failure, so that the answer says nothing about the plaintext.",
            RefusalCodes.DecryptionFailed,
            c => Wrap(c, Encrypt(c, "<!DOCTYPE Assertion>" + Signed(c)))
        )
        {
            NeedsEncryption = true,
        },
    ];

    private static string Signed(AttackContext context) =>
        TokenAssembler.Sign(TokenXml.Assertion(context.Good), context.Good.AssertionId, context.Key);

    private static string Encrypt(AttackContext context, string assertion) =>
        AssertionEncryption.Encrypt(assertion, SandboxEncryption.Aes256Cbc, context.EncryptFor!);

    private static string Wrap(AttackContext context, string content) => TokenAssembler.FormValue(TokenXml.Response(context.Good, content));
}
