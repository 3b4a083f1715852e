using System.Xml;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// Encryption.
internal static partial class AttackCatalogue
{
    private const string Xenc = "http://www.w3.org/2001/04/xmlenc#";

    private static TestIdp Encrypted => Base.Encrypted();

    private static TestIdp EncryptedAndSigned => ResponseSigned.Encrypted();

    private static IEnumerable<AttackCase> GroupD() =>
        [
            Case("D01_UnsignedAssertionEncryptedInAnUnsignedResponse", RefusalCodes.Unsigned, idp => idp.Sign(SignedParts.None), Encrypted),
            Tampered(
                "D02_PlaintextBesideTheEncrypted",
                RefusalCodes.MultipleAssertions,
                d => d.DocumentElement!.AppendChild(ForgedAssertion(d)),
                Encrypted
            ),
            Tampered(
                "D02_TwoEncrypted",
                RefusalCodes.MultipleAssertions,
                d => d.DocumentElement!.AppendChild(Find(d, "EncryptedAssertion").CloneNode(true)),
                Encrypted
            ),
            Plaintext(
                "D02_WrappingInThePlaintext",
                RefusalCodes.SignatureStructure,
                text =>
                    Plain(
                        text,
                        d =>
                        {
                            var (original, evil) = (Assertion(d), Evil(d));
                            d.ReplaceChild(evil, original);
                            evil.AppendChild(original);
                        }
                    ),
                Encrypted
            ),
            Plaintext(
                "D02_ChangedPlaintext",
                RefusalCodes.SignatureInvalid,
                text => Once(text, "alice@example.com", "mallory@example.com"),
                Encrypted
            ),
            Ciphertext("D03_FlippedInCbc", RefusalCodes.DecryptionFailed, XmlAlgorithms.Aes256Cbc, bytes => bytes[40] ^= 1),
            Ciphertext("D03_FlippedPaddingInCbc", RefusalCodes.DecryptionFailed, XmlAlgorithms.Aes256Cbc, bytes => bytes[^17] ^= 0x40),
            Ciphertext("D03_FlippedIv", RefusalCodes.DecryptionFailed, XmlAlgorithms.Aes128Cbc, bytes => bytes[0] ^= 1),
            Ciphertext("D03_FlippedInGcm", RefusalCodes.DecryptionFailed, XmlAlgorithms.Aes256Gcm, bytes => bytes[40] ^= 1),
            Ciphertext("D03_FlippedGcmTag", RefusalCodes.DecryptionFailed, XmlAlgorithms.Aes128Gcm, bytes => bytes[^1] ^= 1),
            Tampered("D03_EmptyCiphertext", RefusalCodes.DecryptionFailed, d => CipherValue(d, "EncryptedData").InnerText = "", Encrypted),
            Tampered(
                "D03_ShortCiphertext",
                RefusalCodes.DecryptionFailed,
                d => CipherValue(d, "EncryptedData").InnerText = Convert.ToBase64String(new byte[16]),
                Encrypted
            ),
            Tampered(
                "D03_CiphertextThatIsNotBase64",
                RefusalCodes.DecryptionFailed,
                d => CipherValue(d, "EncryptedData").InnerText = "?",
                Encrypted
            ),
            Tampered(
                "D03_WrappedKeyThatIsNotBase64",
                RefusalCodes.DecryptionFailed,
                d => CipherValue(d, "EncryptedKey").InnerText = "?",
                Encrypted
            ),
            Tampered("D03_EmptyWrappedKey", RefusalCodes.DecryptionFailed, d => CipherValue(d, "EncryptedKey").InnerText = "", Encrypted),
            Tampered("D03_FlippedWrappedKey", RefusalCodes.DecryptionFailed, d => Break(CipherValue(d, "EncryptedKey")), Encrypted),
            With("D04_Rsa15", RefusalCodes.WeakAlgorithm, new TestEncryption { KeyAlgorithm = XmlAlgorithms.Rsa15 }),
            With("D05_TripleDes", RefusalCodes.WeakAlgorithm, new TestEncryption { DataAlgorithm = XmlAlgorithms.TripleDesCbc }),
            Tampered(
                "D05_UnknownCipher",
                RefusalCodes.UnsupportedAlgorithm,
                d => Method(d, "EncryptedData").SetAttribute("Algorithm", "urn:unknown"),
                Encrypted
            ),
            Tampered("D05_NoCipher", RefusalCodes.UnsupportedAlgorithm, d => Method(d, "EncryptedData").RemoveAllAttributes(), Encrypted),
            Tampered(
                "D05_UnknownKeyTransport",
                RefusalCodes.UnsupportedAlgorithm,
                d => Method(d, "EncryptedKey").SetAttribute("Algorithm", "urn:unknown"),
                Encrypted
            ),
            Tampered(
                "D05_OaepDigestUnknown",
                RefusalCodes.UnsupportedAlgorithm,
                d => Method(d, "EncryptedKey").InnerXml = $"<DigestMethod xmlns='{Ds}' Algorithm='urn:unknown'/>",
                Encrypted
            ),
            Tampered(
                "D05_OaepLabel",
                RefusalCodes.UnsupportedAlgorithm,
                d => Method(d, "EncryptedKey").InnerXml = $"<OAEPparams xmlns='{Xenc}'>AAAA</OAEPparams>",
                Encrypted
            ),
            .. new[] { XmlAlgorithms.Aes128Cbc, XmlAlgorithms.Aes256Cbc, XmlAlgorithms.Aes128Gcm, XmlAlgorithms.Aes256Gcm }.Select(uri =>
                With(
                    "D05_Accepts" + uri[(uri.IndexOf('#', StringComparison.Ordinal) + 1)..],
                    null,
                    new TestEncryption { DataAlgorithm = uri }
                )
            ),
            With(
                "D05_AcceptsOaepSha256",
                null,
                new TestEncryption
                {
                    KeyAlgorithm = XmlAlgorithms.RsaOaep,
                    OaepDigest = XmlAlgorithms.Sha256,
                    OaepMgf = XmlAlgorithms.Mgf1Sha256,
                }
            ),
            With("D05_AcceptsOaep11WithSha1", null, new TestEncryption { KeyAlgorithm = XmlAlgorithms.RsaOaep }),
            With(
                "D05_OaepWithUnequalDigests",
                RefusalCodes.UnsupportedAlgorithm,
                new TestEncryption { KeyAlgorithm = XmlAlgorithms.RsaOaep, OaepDigest = XmlAlgorithms.Sha256 }
            ),
            With("D06_WrongRecipient", RefusalCodes.DecryptionFailed, new TestEncryption { Recipient = TestCertificates.Untrusted }),
            With("D06_AcceptsTheNextKey", null, new TestEncryption { Recipient = TestCertificates.SpDecryptionNext }),
            With(
                "D06_AcceptsSeveralRecipients",
                null,
                new TestEncryption { OtherRecipients = [TestCertificates.Untrusted, TestCertificates.Untrusted] }
            ),
            With("D06_AcceptsKeysBesideTheData", null, new TestEncryption { KeyBeside = true }),
            With(
                "D06_OurKeyAfterEightOthers",
                RefusalCodes.DecryptionFailed,
                new TestEncryption { OtherRecipients = [.. Enumerable.Repeat(TestCertificates.Untrusted, 8)] }
            ),
            Judged(
                "D06_NoDecryptionKey",
                RefusalCodes.DecryptionFailed,
                attempt => attempt with { Expectations = attempt.Expectations with { DecryptionKeys = [] } },
                Encrypted
            ),
            Tampered(
                "D07_CipherReference",
                RefusalCodes.DecryptionFailed,
                d =>
                {
                    var value = CipherValue(d, "EncryptedData");
                    var reference = Element(d, "CipherReference", Xenc);
                    reference.SetAttribute("URI", "http://127.0.0.1:1/");
                    value.ParentNode!.ReplaceChild(reference, value);
                },
                Encrypted
            ),
            Plaintext(
                "D07_EncryptedInsideEncrypted",
                RefusalCodes.Malformed,
                text => $"<EncryptedAssertion xmlns=\"{Saml}\">{new TestEncryption().Encrypt(text)}</EncryptedAssertion>",
                EncryptedAndSigned
            ),
            Plaintext("D08_PlaintextWithADoctype", RefusalCodes.ForbiddenXml, text => "<!DOCTYPE x>" + text, EncryptedAndSigned),
            Plaintext("D08_PlaintextWithTwoRoots", RefusalCodes.Malformed, text => text + text, EncryptedAndSigned),
            Plaintext("D08_PlaintextThatIsNoAssertion", RefusalCodes.Malformed, _ => "<x/>", EncryptedAndSigned),
            Plaintext("D08_EmptyPlaintext", RefusalCodes.Malformed, _ => " ", EncryptedAndSigned),
            Plaintext("D08_UnsignedCbcSaysNothingOfThePlaintext", RefusalCodes.DecryptionFailed, text => text + text, Encrypted),
            Plaintext("D08_UnsignedCbcSaysNothingOfTheRoot", RefusalCodes.DecryptionFailed, _ => "<x/>", Encrypted),
            Tampered(
                "D08_TwoEncryptedDatas",
                RefusalCodes.Malformed,
                d => Find(d, "EncryptedAssertion").AppendChild(Find(d, "EncryptedData").CloneNode(true)),
                Encrypted
            ),
            Signed(
                "D09_EncryptedIdIsDecrypted",
                null,
                NameIdText,
                $"<EncryptedID>{new TestEncryption().Encrypt($"<NameID xmlns=\"{Saml}\">alice@example.com</NameID>")}</EncryptedID>",
                Encrypted
            ),
            Signed(
                "D09_EncryptedIdThatIsNoNameId",
                RefusalCodes.NameIdInvalid,
                NameIdText,
                $"<EncryptedID>{new TestEncryption().Encrypt("<x/>")}</EncryptedID>",
                Encrypted
            ),
            Signed(
                "D09_EncryptedIdForSomebodyElse",
                RefusalCodes.DecryptionFailed,
                NameIdText,
                $"<EncryptedID>{new TestEncryption { Recipient = TestCertificates.Untrusted }.Encrypt($"<NameID xmlns=\"{Saml}\">alice@example.com</NameID>")}</EncryptedID>",
                Encrypted
            ),
            Signed(
                "D09_EncryptedAttributeIsDecrypted",
                null,
                "<AttributeStatement>",
                $"<AttributeStatement><EncryptedAttribute>{new TestEncryption().Encrypt($"<Attribute xmlns=\"{Saml}\" Name=\"n\"><AttributeValue>v</AttributeValue></Attribute>")}</EncryptedAttribute>",
                Encrypted
            ),
            Signed(
                "D09_EncryptedAttributeByRsa15",
                RefusalCodes.WeakAlgorithm,
                "<AttributeStatement>",
                $"<AttributeStatement><EncryptedAttribute>{new TestEncryption { KeyAlgorithm = XmlAlgorithms.Rsa15 }.Encrypt("<x/>")}</EncryptedAttribute>",
                Encrypted
            ),
        ];

    private const string NameIdText =
        "<NameID Format=\"urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress\">alice@example.com</NameID>";

    private static AttackCase With(string name, string? code, TestEncryption encryption) =>
        Case(name, code, idp => idp.Encrypted(encryption), Encrypted);

    private static AttackCase Plaintext(string name, string code, Func<string, string> change, TestIdp control) =>
        Case(name, code, idp => idp.Encrypted(new TestEncryption { ChangePlaintext = change }), control);

    private static AttackCase Ciphertext(string name, string code, string algorithm, Action<byte[]> change) =>
        Case(
            name,
            code,
            idp =>
                idp.Encrypted(
                    new TestEncryption
                    {
                        DataAlgorithm = algorithm,
                        ChangeCiphertext = bytes =>
                        {
                            change(bytes);
                            return bytes;
                        },
                    }
                ),
            Base.Encrypted(new TestEncryption { DataAlgorithm = algorithm })
        );

    private static string Plain(string text, Action<XmlDocument> change)
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(text);
        change(document);
        return document.OuterXml;
    }

    private static DomElement CipherValue(XmlDocument document, string parent) =>
        (DomElement)document.SelectSingleNode($"//*[local-name()='{parent}']/*[local-name()='CipherData']/*[local-name()='CipherValue']")!;

    private static DomElement Method(XmlDocument document, string parent) =>
        (DomElement)document.SelectSingleNode($"//*[local-name()='{parent}']/*[local-name()='EncryptionMethod']")!;
}
