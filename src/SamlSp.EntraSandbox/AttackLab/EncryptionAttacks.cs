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
            "Everybody can encrypt for the app: its certificate is public. An assertion that is encrypted and unsigned proves nothing.",
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
            "A good encrypted assertion, and in front of it a forged one in the clear (CVE-2024-4985).",
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
            "The last byte of the ciphertext was changed. Whether it is padding, integrity or key that fails must not show: the differences are what an oracle is made of.",
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
            "The key transport is RSA-1_5, which Bleichenbacher's attack opens.",
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
            "The plaintext begins with a document type: what is refused outside is refused inside as well, with the code of every other failure of decryption, so that nobody learns about the plaintext.",
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
