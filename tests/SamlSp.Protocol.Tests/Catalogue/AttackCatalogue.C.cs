using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// Keys and algorithms.
internal static partial class AttackCatalogue
{
    private const string Hmac = "http://www.w3.org/2000/09/xmldsig#hmac-sha256";

    private static IEnumerable<AttackCase> GroupC() =>
        [
            Case("C01_UntrustedCertificateInKeyInfo", RefusalCodes.SignatureInvalid, idp => idp.SignWith(TestCertificates.Untrusted)),
            Case(
                "C01_UntrustedKeyBehindTheTrueCertificate",
                RefusalCodes.SignatureInvalid,
                idp => idp.SignWith(TestCertificates.Untrusted) with { KeyInfoCertificate = TestCertificates.Idp }
            ),
            Case(
                "C02_UntrustedKeyValue",
                RefusalCodes.SignatureInvalid,
                idp =>
                    idp.SignWith(TestCertificates.Untrusted)
                        .ConfigureSignature(s => s.KeyInfo.AddClause(new RSAKeyValue(TestCertificates.Untrusted.GetRSAPublicKey()!)))
            ),
            Case(
                "C02_IssuerSerialAndSeveralCertificates",
                RefusalCodes.SignatureInvalid,
                idp =>
                    idp.SignWith(TestCertificates.Untrusted)
                        .ConfigureSignature(s =>
                        {
                            var data = new KeyInfoX509Data(TestCertificates.Idp);
                            data.AddCertificate(TestCertificates.Untrusted);
                            data.AddIssuerSerial(TestCertificates.Idp.Issuer, TestCertificates.Idp.SerialNumber);
                            s.KeyInfo.AddClause(data);
                        })
            ),
            Case(
                "C03_RetrievalMethod",
                RefusalCodes.SignatureInvalid,
                idp =>
                    idp.SignWith(TestCertificates.Untrusted)
                        .ConfigureSignature(s => s.KeyInfo.AddClause(new KeyInfoRetrievalMethod("http://127.0.0.1:1/key")))
            ),
            Tampered(
                "C03_RetrievalMethodIsIgnoredWhereTheKeyIsPinned",
                null,
                d => Find(d, "KeyInfo").InnerXml = $"<RetrievalMethod xmlns='{Ds}' URI='http://127.0.0.1:1/key'/>"
            ),
            Tampered(
                "C05_HmacKeyedWithThePublicKey",
                RefusalCodes.UnsupportedAlgorithm,
                d =>
                {
                    Find(d, "SignatureMethod").SetAttribute("Algorithm", Hmac);
                    Find(d, "SignatureValue").InnerText = Convert.ToBase64String(
                        System.Security.Cryptography.HMACSHA256.HashData(TestCertificates.Idp.GetPublicKey(), "x"u8)
                    );
                }
            ),
            Tampered(
                "C06_HmacOutputLength",
                RefusalCodes.UnsupportedAlgorithm,
                d =>
                {
                    Find(d, "SignatureMethod").SetAttribute("Algorithm", Hmac);
                    Find(d, "SignatureMethod").AppendChild(Element(d, "HMACOutputLength", Ds, d.CreateTextNode("0")));
                }
            ),
            Tampered(
                "C06_HmacOutputLengthWithRsa",
                RefusalCodes.SignatureStructure,
                d => Find(d, "SignatureMethod").AppendChild(Element(d, "HMACOutputLength", Ds, d.CreateTextNode("0")))
            ),
            Case("C07_RsaSha1", RefusalCodes.WeakAlgorithm, idp => idp.SignWith(TestCertificates.Idp, XmlAlgorithms.RsaSha1)),
            Case(
                "C07_Sha1DigestAlone",
                RefusalCodes.WeakAlgorithm,
                idp => idp.SignWith(TestCertificates.Idp, XmlAlgorithms.RsaSha256, XmlAlgorithms.Sha1)
            ),
            Tampered(
                "C07_RsaMd5",
                RefusalCodes.WeakAlgorithm,
                d => Find(d, "SignatureMethod").SetAttribute("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#rsa-md5")
            ),
            Tampered(
                "C07_Md5Digest",
                RefusalCodes.WeakAlgorithm,
                d => Find(d, "DigestMethod").SetAttribute("Algorithm", "http://www.w3.org/2001/04/xmldsig-more#md5")
            ),
            Trusted("C08_Rsa1024", RefusalCodes.WeakAlgorithm, TestCertificates.IdpWeak),
            Trusted("C08_ExpiredCertificate", RefusalCodes.ExpiredCertificate, TestCertificates.IdpExpired),
            Judged(
                "C08_CertificateNotYetValid",
                RefusalCodes.ExpiredCertificate,
                attempt => attempt with { Now = new(2025, 12, 31, 23, 59, 0, TimeSpan.Zero) }
            ),
            Judged(
                "C08_ExpiredCertificateOneSecondAfter",
                RefusalCodes.ExpiredCertificate,
                attempt => attempt with { Now = new(2028, 12, 31, 0, 0, 1, TimeSpan.Zero) }
            ),
            new(
                "C08_ExpiredCertificateIsAcceptedWhenAllowed",
                null,
                () => Attempt.Of(Base.SignedResponse()),
                () =>
                {
                    var attempt = Attempt.Of(Base.SignWith(TestCertificates.IdpExpired).SignedResponse(), TestCertificates.IdpExpired);
                    return attempt with
                    {
                        Expectations = WithIssuer(attempt.Expectations, issuer => issuer with { AllowExpiredCertificates = true }),
                    };
                }
            ),
            Tampered(
                "C09_EcdsaZeroes",
                RefusalCodes.SignatureInvalid,
                d => Find(d, "SignatureValue").InnerText = Convert.ToBase64String(new byte[64]),
                Base.SignWith(TestCertificates.IdpEcdsa)
            ),
            Tampered(
                "C09_EcdsaWrongLength",
                RefusalCodes.SignatureInvalid,
                d => Find(d, "SignatureValue").InnerText = Convert.ToBase64String(new byte[63]),
                Base.SignWith(TestCertificates.IdpEcdsa)
            ),
            Tampered(
                "C09_EcdsaOneByte",
                RefusalCodes.SignatureInvalid,
                d => Find(d, "SignatureValue").InnerText = "AA==",
                Base.SignWith(TestCertificates.IdpEcdsa)
            ),
            Tampered(
                "C10_EcdsaAlgorithmWithAnRsaSignature",
                RefusalCodes.SignatureInvalid,
                d => Find(d, "SignatureMethod").SetAttribute("Algorithm", XmlAlgorithms.EcdsaSha256)
            ),
            Tampered(
                "C10_AnotherRsaHash",
                RefusalCodes.SignatureInvalid,
                d => Find(d, "SignatureMethod").SetAttribute("Algorithm", XmlAlgorithms.RsaSha512)
            ),
            Tampered(
                "C10_AnotherDigest",
                RefusalCodes.SignatureInvalid,
                d => Find(d, "DigestMethod").SetAttribute("Algorithm", XmlAlgorithms.Sha512)
            ),
            .. new[] { "", "urn:unknown", XmlAlgorithms.RsaSha256 + " ", "HTTP://www.w3.org/2001/04/xmldsig-more#rsa-sha256" }.SelectMany(
                (uri, i) =>
                    new[]
                    {
                        Tampered(
                            "C10_SignatureMethodUri" + i,
                            RefusalCodes.UnsupportedAlgorithm,
                            d => Find(d, "SignatureMethod").SetAttribute("Algorithm", uri)
                        ),
                        Tampered(
                            "C10_DigestMethodUri" + i,
                            RefusalCodes.UnsupportedAlgorithm,
                            d => Find(d, "DigestMethod").SetAttribute("Algorithm", uri)
                        ),
                    }
            ),
            Tampered("C10_NoSignatureMethodUri", RefusalCodes.UnsupportedAlgorithm, d => Find(d, "SignatureMethod").RemoveAllAttributes()),
            Judged(
                "C11_NoKeyConfigured",
                RefusalCodes.SignatureInvalid,
                attempt => attempt with { Expectations = WithIssuer(attempt.Expectations, issuer => issuer with { SigningKeys = [] }) }
            ),
            Judged(
                "C11_IssuerNotConfigured",
                RefusalCodes.UntrustedIssuer,
                attempt => attempt with { Expectations = attempt.Expectations with { FindIssuer = _ => null } }
            ),
            Judged(
                "C11_TheTrueKeyComesTooLateInTheList",
                RefusalCodes.SignatureInvalid,
                attempt =>
                    attempt with
                    {
                        Expectations = WithIssuer(
                            attempt.Expectations,
                            issuer =>
                                issuer with
                                {
                                    SigningKeys =
                                    [
                                        .. Enumerable.Repeat(VerificationKey.FromCertificate(TestCertificates.Untrusted), 32),
                                        VerificationKey.FromCertificate(TestCertificates.Idp),
                                    ],
                                }
                        ),
                    }
            ),
            Judged(
                "C11_TheTrueKeyComesLastOfThirtyTwoIsAccepted",
                null,
                attempt =>
                    attempt with
                    {
                        Expectations = WithIssuer(
                            attempt.Expectations,
                            issuer =>
                                issuer with
                                {
                                    SigningKeys =
                                    [
                                        .. Enumerable.Repeat(VerificationKey.FromCertificate(TestCertificates.Untrusted), 31),
                                        VerificationKey.FromCertificate(TestCertificates.Idp),
                                    ],
                                }
                        ),
                    }
            ),
            Judged(
                "C11_TheTrueKeyComesAfterManyThatHaveExpiredIsAccepted",
                null,
                attempt =>
                    attempt with
                    {
                        Expectations = WithIssuer(
                            attempt.Expectations,
                            issuer =>
                                issuer with
                                {
                                    SigningKeys =
                                    [
                                        .. Enumerable.Repeat(VerificationKey.FromCertificate(TestCertificates.IdpExpired), 40),
                                        VerificationKey.FromCertificate(TestCertificates.Idp),
                                    ],
                                }
                        ),
                    }
            ),
            Case("C13_AssertionSignatureStripped", RefusalCodes.Unsigned, idp => idp.Sign(SignedParts.None)),
            Case("C13_ResponseSignatureStripped", RefusalCodes.Unsigned, idp => idp.Sign(SignedParts.None), ResponseSigned),
            Tampered(
                "C13_BothSignaturesStripped",
                RefusalCodes.Unsigned,
                d =>
                {
                    Unsign(d.DocumentElement!);
                    Unsign(Assertion(d));
                },
                Base.Sign(SignedParts.Both)
            ),
            Tampered("C13_TheAssertionAloneStaysSigned", null, d => Unsign(d.DocumentElement!), Base.Sign(SignedParts.Both)),
            Tampered(
                "C13_AssertionSignatureStrippedUnderASignedResponse",
                RefusalCodes.SignatureInvalid,
                d => Unsign(Assertion(d)),
                Base.Sign(SignedParts.Both)
            ),
            Tampered(
                "C14_WhiteSpaceInSignatureValueIsAccepted",
                null,
                d => Find(d, "SignatureValue").InnerText = " \n" + Find(d, "SignatureValue").InnerText.Insert(40, "\r\n\t ") + "\n"
            ),
            Tampered(
                "C14_JunkInSignatureValue",
                RefusalCodes.SignatureInvalid,
                d => Find(d, "SignatureValue").InnerText = Find(d, "SignatureValue").InnerText.Insert(40, "!")
            ),
            Tampered(
                "C14_UrlSafeSignatureValue",
                RefusalCodes.SignatureInvalid,
                d => Find(d, "SignatureValue").InnerText = "-_" + Find(d, "SignatureValue").InnerText[2..]
            ),
            Tampered("C14_JunkAfterThePadding", RefusalCodes.SignatureInvalid, d => Find(d, "SignatureValue").InnerText += "AAAA"),
            Tampered("C15_GarbageInX509CertificateIsIgnored", null, d => Find(d, "X509Certificate").InnerText = "not a certificate"),
            Tampered("C15_NoKeyInfoIsNeeded", null, d => Signature(d).RemoveChild(Find(d, "KeyInfo"))),
            .. new[] { XmlAlgorithms.RsaSha384, XmlAlgorithms.RsaSha512 }.Select(uri =>
                Case("C07_Accepts" + uri[^9..], null, idp => idp.SignWith(TestCertificates.Idp, uri, XmlAlgorithms.Sha512))
            ),
            Case(
                "C09_AcceptsEcdsa384",
                null,
                idp => idp.SignWith(TestCertificates.IdpEcdsa384, XmlAlgorithms.EcdsaSha384, XmlAlgorithms.Sha384)
            ),
        ];

    private static AttackCase Trusted(string name, string code, X509Certificate2 certificate) =>
        new(
            name,
            code,
            () => Attempt.Of(Base.SignedResponse()),
            () => Attempt.Of(Base.SignWith(certificate).SignedResponse(), certificate)
        );

    private static ResponseExpectations WithIssuer(ResponseExpectations expectations, Func<TrustedIssuer, TrustedIssuer> change) =>
        expectations with
        {
            FindIssuer = id => expectations.FindIssuer(id) is { } issuer ? change(issuer) : null,
        };
}
