using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// SignedInfo, canonicalization, parser.
internal static partial class AttackCatalogue
{
    private static IEnumerable<AttackCase> GroupB() =>
        [
            Tampered(
                "B01_TwoSignedInfos",
                RefusalCodes.SignatureStructure,
                d => Signature(d).InsertAfter(FakeSignedInfo(d), Find(d, "SignedInfo"))
            ),
            Tampered(
                "B01_WrappedSignedInfo",
                RefusalCodes.SignatureStructure,
                d =>
                {
                    var info = Find(d, "SignedInfo");
                    info.ParentNode!.ReplaceChild(Element(d, "Wrapper", Ds, info.CloneNode(true)), info);
                }
            ),
            Replaced("B02_CommentInDigestValue", RefusalCodes.ForbiddenXml, "<DigestValue>", "<DigestValue><!-- x -->"),
            Replaced("B02_CommentInSignatureValue", RefusalCodes.ForbiddenXml, "<SignatureValue>", "<SignatureValue><!-- x -->"),
            Tampered(
                "B03_DigestValueElsewhere",
                RefusalCodes.SignatureStructure,
                d =>
                {
                    var digest = Find(d, "DigestValue");
                    digest.ParentNode!.RemoveChild(digest);
                    Find(d, "Status").AppendChild(Element(d, "samlp:StatusDetail", Samlp, digest));
                }
            ),
            Tampered(
                "B03_ASecondDigestValueInStatusDetail",
                RefusalCodes.SignatureInvalid,
                d =>
                {
                    Find(d, "NameID").InnerText = "mallory@example.com";
                    Find(d, "Status").AppendChild(Element(d, "samlp:StatusDetail", Samlp, Find(d, "DigestValue").CloneNode(true)));
                }
            ),
            Tampered("B04_EmptySignedInfo", RefusalCodes.SignatureStructure, d => Find(d, "SignedInfo").RemoveAll()),
            Tampered("B04_NoReference", RefusalCodes.SignatureStructure, d => Find(d, "SignedInfo").RemoveChild(Find(d, "Reference"))),
            Tampered(
                "B04_TwoSignatureValues",
                RefusalCodes.SignatureStructure,
                d => Signature(d).InsertAfter(Find(d, "SignatureValue").CloneNode(true), Find(d, "SignatureValue"))
            ),
            Tampered("B04_TwoKeyInfos", RefusalCodes.SignatureStructure, d => Signature(d).AppendChild(Find(d, "KeyInfo").CloneNode(true))),
            Tampered("B04_EmptySignature", RefusalCodes.SignatureStructure, d => Signature(d).RemoveAll()),
            Replaced(
                "B05_CommentInNameId",
                RefusalCodes.ForbiddenXml,
                "alice@example.com</NameID>",
                "alice@example.com<!-- -->.evil.example</NameID>"
            ),
            Replaced(
                "B05_CommentThatCanonicalizationDrops",
                RefusalCodes.ForbiddenXml,
                "alice@example.com</NameID>",
                "alice@<!-- -->example.com</NameID>"
            ),
            Replaced("B05_CommentInIssuer", RefusalCodes.ForbiddenXml, "<Issuer>", "<Issuer><!-- -->"),
            Replaced("B05_CommentInAudience", RefusalCodes.ForbiddenXml, "<Audience>", "<Audience><!-- -->"),
            Replaced("B05_CommentInAttributeValue", RefusalCodes.ForbiddenXml, "<AttributeValue>", "<AttributeValue><!-- -->"),
            Replaced(
                "B05_ProcessingInstructionInNameId",
                RefusalCodes.ForbiddenXml,
                "alice@example.com</NameID>",
                "alice@example.com<?x?></NameID>"
            ),
            Replaced(
                "B05_CDataInNameId",
                RefusalCodes.ForbiddenXml,
                "alice@example.com</NameID>",
                "<![CDATA[alice@example.com]]></NameID>"
            ),
            Signed(
                "B06_ElementInNameId",
                RefusalCodes.NameIdInvalid,
                "alice@example.com</NameID>",
                "alice@example.com<x/>.evil.example</NameID>"
            ),
            Signed(
                "B06_ElementAroundTheNameIdsText",
                RefusalCodes.NameIdInvalid,
                "alice@example.com</NameID>",
                "<x>alice@example.com</x></NameID>"
            ),
            Signed("B07_RelativeNamespaceUri", RefusalCodes.Malformed, "<Assertion ", "<Assertion xmlns:x=\"1\" "),
            Replaced("B07_RelativeNamespaceUriOnTheResponse", RefusalCodes.Malformed, "<samlp:Response ", "<samlp:Response xmlns:x=\"1\" "),
            .. new[] { XmlAlgorithms.Sha256, XmlAlgorithms.Sha384, XmlAlgorithms.Sha512 }.SelectMany(uri =>
                new[]
                {
                    Digest("B08_AcceptsDigestWithSpacesBehindBy" + uri[^6..], null, uri, digest => digest + new string(' ', 8)),
                    Digest(
                        "B08_AcceptsDigestWithLineBreaksBy" + uri[^6..],
                        null,
                        uri,
                        digest => "\n  " + string.Join("\n\t", digest.Chunk(20).Select(c => new string(c))) + new string('\n', 300)
                    ),
                    Digest("B08_DigestWithMoreBehindBy" + uri[^6..], RefusalCodes.SignatureInvalid, uri, digest => digest + "AAAA"),
                    Digest("B08_DigestCutOffBy" + uri[^6..], RefusalCodes.SignatureInvalid, uri, digest => digest[..^4]),
                }
            ),
            Tampered("B08_EmptyDigest", RefusalCodes.SignatureInvalid, d => Find(d, "DigestValue").InnerText = ""),
            Tampered(
                "B08_DigestOfNothing",
                RefusalCodes.SignatureInvalid,
                d => Find(d, "DigestValue").InnerText = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData([]))
            ),
            Tampered("B08_EmptySignatureValue", RefusalCodes.SignatureInvalid, d => Find(d, "SignatureValue").InnerText = ""),
            Replaced("B09_XmlXmlns", RefusalCodes.Malformed, "<Assertion ", "<Assertion xml:xmlns=\"urn:x\" "),
            Replaced("B09_RedeclaredXml", RefusalCodes.Malformed, "<Assertion ", "<Assertion xmlns:xml=\"urn:x\" "),
            Replaced("B09_RedeclaredXmlns", RefusalCodes.Malformed, "<Assertion ", "<Assertion xmlns:xmlns=\"urn:x\" "),
            Replaced("B10_Doctype", RefusalCodes.ForbiddenXml, "<samlp:Response ", "<!DOCTYPE r><samlp:Response "),
            Replaced(
                "B10_AttlistThatMakesAnId",
                RefusalCodes.ForbiddenXml,
                "<samlp:Response ",
                "<!DOCTYPE r [<!ATTLIST x Id ID #IMPLIED>]><samlp:Response "
            ),
            Replaced("B10_EntityInTheReference", RefusalCodes.ForbiddenXml, "URI=\"#", "URI=\"&hash;"),
            Replaced("B11_NameWithTwoColons", RefusalCodes.Malformed, "<samlp:Response ", "<samlp:Response samlp:a:b=\"\" "),
            Replaced("B11_NameThatStartsWithAColon", RefusalCodes.Malformed, "<samlp:Response ", "<samlp:Response :a=\"\" "),
            Replaced("B11_EmptyPrefixDeclaration", RefusalCodes.Malformed, "<samlp:Response ", "<samlp:Response xmlns:=\"urn:x\" "),
            Replaced(
                "B12_LookAlikeSignature",
                RefusalCodes.Unsigned,
                "xmlns=\"http://www.w3.org/2000/09/xmldsig#\"",
                "xmlns=\"http://www.w3.org/2000/09/xmldsig\""
            ),
            Replaced(
                "B12_LookAlikeAssertion",
                RefusalCodes.NoAssertion,
                "xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\"><Issuer>",
                "xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion:\"><Issuer>"
            ),
            Tampered("B12_ReboundPrefix", RefusalCodes.SignatureInvalid, d => Find(d, "Subject").SetAttribute("xmlns", "urn:x")),
            Transformed("B13_EnvelopedMissing", new XmlDsigExcC14NTransform()),
            Transformed("B13_CanonicalizationMissing", new XmlDsigEnvelopedSignatureTransform()),
            Transformed("B13_EnvelopedLate", new XmlDsigExcC14NTransform(), new XmlDsigEnvelopedSignatureTransform()),
            Transformed(
                "B13_EnvelopedTwice",
                new XmlDsigEnvelopedSignatureTransform(),
                new XmlDsigEnvelopedSignatureTransform(),
                new XmlDsigExcC14NTransform()
            ),
            Transformed(
                "B13_MoreThanTwo",
                new XmlDsigEnvelopedSignatureTransform(),
                new XmlDsigExcC14NTransform(),
                new XmlDsigExcC14NTransform()
            ),
            Transformed("B13_InclusiveCanonicalization", new XmlDsigEnvelopedSignatureTransform(), new XmlDsigC14NTransform()),
            Transformed("B13_WithComments", new XmlDsigEnvelopedSignatureTransform(), new XmlDsigExcC14NWithCommentsTransform()),
            .. new[]
            {
                "http://www.w3.org/TR/1999/REC-xslt-19991116",
                "http://www.w3.org/TR/1999/REC-xpath-19991116",
                "http://www.w3.org/2000/09/xmldsig#base64",
                "http://www.w3.org/2002/07/decrypt#XML",
                "",
            }.Select(
                (uri, i) =>
                    Tampered(
                        "B13_ForeignTransform" + i,
                        RefusalCodes.SignatureStructure,
                        d => Find(d, "Transform").SetAttribute("Algorithm", uri)
                    )
            ),
            Tampered("B13_NoTransforms", RefusalCodes.SignatureStructure, d => Find(d, "Reference").RemoveChild(Find(d, "Transforms"))),
            Case(
                "B14_SignedInfoWithComments",
                RefusalCodes.UnsupportedAlgorithm,
                idp => idp.ConfigureSignature(s => s.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NWithCommentsTransformUrl)
            ),
            Case(
                "B14_SignedInfoInclusive",
                RefusalCodes.UnsupportedAlgorithm,
                idp => idp.ConfigureSignature(s => s.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigC14NTransformUrl)
            ),
            Tampered(
                "B14_CanonicalizationSwapped",
                RefusalCodes.UnsupportedAlgorithm,
                d => Find(d, "CanonicalizationMethod").SetAttribute("Algorithm", "http://www.w3.org/2006/12/xml-c14n11")
            ),
            Tampered(
                "B14_PrefixListAddedToTheTransform",
                RefusalCodes.SignatureInvalid,
                d => AddPrefixList((DomElement)Find(d, "Transforms").LastChild!)
            ),
            Tampered(
                "B14_PrefixListAddedToSignedInfo",
                RefusalCodes.SignatureInvalid,
                d => AddPrefixList(Find(d, "CanonicalizationMethod"))
            ),
            Case(
                "B14_SignedPrefixListIsAccepted",
                null,
                idp =>
                    idp.ConfigureSignature(s =>
                        (
                            (XmlDsigExcC14NTransform)((Reference)s.SignedInfo!.References[0]!).TransformChain[1]
                        ).InclusiveNamespacesPrefixList = "samlp #default"
                    )
            ),
            new(
                "B15_CarriageReturnsAreAcceptedWhenValidlySigned",
                null,
                () => Attempt.Of(Base.SignedResponse()),
                () => SignedByXmlsec("Alice&#13;&#10;\r\nMember\r")
            ),
            Signed("B16_ZeroWidthSpaceInTheAudience", RefusalCodes.AudienceMismatch, "<Audience>", "<Audience>\u200B"),
            Signed("B16_HomoglyphInTheAudience", RefusalCodes.AudienceMismatch, "<Audience>https://sp.ex", "<Audience>https://sp.\u0435x"),
            Signed("B16_WhiteSpaceAroundTheAudience", RefusalCodes.AudienceMismatch, "<Audience>", "<Audience>\n"),
            Signed("B16_WhiteSpaceAfterTheIssuer", RefusalCodes.UntrustedIssuer, "/</Issuer>", "/ </Issuer>"),
            Case("B16_DecomposedIssuer", RefusalCodes.UntrustedIssuer, idp => idp.IssuedBy(TestTenant.Issuer + "e\u0301")),
            Tampered("B17_AFlippedBitInADigest", RefusalCodes.SignatureInvalid, d => Break(Find(d, "DigestValue"))),
            Replaced("B17_AFlippedBitInTheNameId", RefusalCodes.SignatureInvalid, "alice@example.com", "blice@example.com"),
        ];

    private static AttackCase Transformed(string name, params Transform[] transforms) =>
        Case(
            name,
            RefusalCodes.SignatureStructure,
            idp =>
                idp.ConfigureSignature(s =>
                {
                    var old = (Reference)s.SignedInfo!.References[0]!;
                    s.SignedInfo.References.Clear();
                    var reference = new Reference(old.Uri!) { DigestMethod = old.DigestMethod };
                    foreach (var transform in transforms)
                    {
                        reference.AddTransform(transform);
                    }

                    s.AddReference(reference);
                })
        );

    private static void AddPrefixList(DomElement method)
    {
        var list = Element(method.OwnerDocument, "InclusiveNamespaces", "http://www.w3.org/2001/10/xml-exc-c14n#");
        list.SetAttribute("PrefixList", "samlp");
        method.AppendChild(list);
    }

    /// <summary>The response with another display name, signed by xmlsec1, which has no trouble with carriage returns.</summary>
    private static Attempt SignedByXmlsec(string displayName, string? canonicalPrefixes = null)
    {
        var idp = Base.Sign(SignedParts.None);
        var response = idp.BeforeSigning((string text) => text).SignedResponse();
        var xml = Once(response.Xml, "Alice Member", displayName);
        xml = Once(xml, "</Issuer><Subject>", "</Issuer>" + Xmlsec1Template.For(response.AssertionId, canonicalPrefixes) + "<Subject>");
        using var xmlsec = new Xmlsec1();
        return new(Form(xmlsec.Sign(Encoding.UTF8.GetBytes(xml), Saml + ":Assertion", TestCertificates.Idp)), idp.Expectations());
    }

    /// <summary>The digest is written in another way, and signed so.</summary>
    private static AttackCase Digest(string name, string? code, string algorithm, Func<string, string> write) =>
        Case(
            name,
            code,
            idp =>
                idp.AfterSigning(
                    (XmlDocument d) =>
                    {
                        var digest = Find(d, "DigestValue");
                        digest.InnerText = write(digest.InnerText);
                        var info = new XmlDocument { PreserveWhitespace = true };
                        info.LoadXml(Find(d, "SignedInfo").OuterXml);
                        var canonical = new XmlDsigExcC14NTransform();
                        canonical.LoadInput(info);
                        using var bytes = (MemoryStream)canonical.GetOutput();
                        using var key = TestCertificates.Idp.GetRSAPrivateKey()!;
                        Find(d, "SignatureValue").InnerText = Convert.ToBase64String(
                            key.SignData(bytes.ToArray(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                        );
                    }
                ),
            Base.SignWith(TestCertificates.Idp, digestAlgorithm: algorithm)
        );
}
