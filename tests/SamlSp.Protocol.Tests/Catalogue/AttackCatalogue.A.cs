using System.Security.Cryptography.Xml;
using System.Xml;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// Wrapping and references.
internal static partial class AttackCatalogue
{
    private static IEnumerable<AttackCase> GroupA() =>
        [
            Tampered(
                "A01_OriginalResponseInsideTheSignature",
                RefusalCodes.SignatureStructure,
                document => WrapResponse(document, inside: true),
                ResponseSigned
            ),
            Tampered(
                "A01_OriginalResponseBeforeTheSignature",
                RefusalCodes.SignatureStructure,
                document => WrapResponse(document, inside: false),
                ResponseSigned
            ),
            Tampered(
                "A02_EvilAssertionBeforeTheSignedOne",
                RefusalCodes.MultipleAssertions,
                d => Assertion(d).ParentNode!.InsertBefore(Evil(d), Assertion(d))
            ),
            Tampered(
                "A02_EvilAssertionAroundTheSignedOne",
                RefusalCodes.SignatureStructure,
                d =>
                {
                    var (original, evil) = (Assertion(d), Evil(d));
                    original.ParentNode!.ReplaceChild(evil, original);
                    evil.AppendChild(original);
                }
            ),
            Tampered(
                "A03_EvilKeepsTheSignatureAndTheOriginalComesLast",
                RefusalCodes.MultipleAssertions,
                d =>
                {
                    var (original, evil) = (Assertion(d), Evil(d, withSignature: true));
                    Unsign(original);
                    original.ParentNode!.InsertBefore(evil, original);
                }
            ),
            Tampered(
                "A03_EvilKeepsTheSignatureWithTheOriginalInside",
                RefusalCodes.SignatureStructure,
                d =>
                {
                    var (original, evil) = (Assertion(d), Evil(d, withSignature: true));
                    Unsign(original);
                    original.ParentNode!.ReplaceChild(evil, original);
                    Signature(d).AppendChild(original);
                }
            ),
            Tampered("A04_EvilWithTheSameIdInExtensions", RefusalCodes.SignatureStructure, d => Extend(d, Evil(d, id: null))),
            Tampered("A04_EvilWithItsOwnIdInExtensionsIsNotConsumed", null, d => Extend(d, Evil(d))),
            Tampered(
                "A04_EvilKeepsTheSignatureWithTheOriginalInAnObject",
                RefusalCodes.SignatureStructure,
                d =>
                {
                    var (original, evil) = (Assertion(d), Evil(d, withSignature: true));
                    Unsign(original);
                    original.ParentNode!.ReplaceChild(evil, original);
                    Signature(d).AppendChild(Element(d, "Object", Ds, original));
                }
            ),
            Tampered(
                "A05_FakeSignedInfoBeforeTheTrueOne",
                RefusalCodes.SignatureStructure,
                d => Signature(d).PrependChild(FakeSignedInfo(d))
            ),
            Tampered(
                "A05_FakeSignedInfoInKeyInfo",
                RefusalCodes.SignatureInvalid,
                d =>
                {
                    Find(d, "NameID").InnerText = "mallory@example.com";
                    Find(d, "KeyInfo").AppendChild(FakeSignedInfo(d));
                }
            ),
            Tampered(
                "A06_SignedCopyInExtensionsAndAForgedSibling",
                RefusalCodes.SignatureStructure,
                d => ForgeBeside(d, copy => Extend(d, copy))
            ),
            Tampered(
                "A06_SignedCopyInStatusDetailAndAForgedSibling",
                RefusalCodes.SignatureStructure,
                d => ForgeBeside(d, copy => Find(d, "Status").AppendChild(Element(d, "samlp:StatusDetail", Samlp, copy)))
            ),
            new(
                "A07_SignedErrorWithAForgedAssertionInADecoySignature",
                RefusalCodes.StatusNotSuccess,
                () => Attempt.Of(ResponseSigned.SignedResponse()),
                () =>
                    Attempt.Of(
                        ResponseSigned
                            .Failing(StatusUris.Responder)
                            .AfterSigning(
                                (XmlDocument d) => d.DocumentElement!.AppendChild(Element(d, "Signature", Ds, ForgedAssertion(d)))
                            )
                            .SignedResponse()
                    )
            ),
            new(
                "A07_SignedErrorWithAForgedAssertionAppended",
                RefusalCodes.SignatureInvalid,
                () => Attempt.Of(ResponseSigned.SignedResponse()),
                () =>
                    Attempt.Of(
                        ResponseSigned
                            .Failing(StatusUris.Responder)
                            .AfterSigning((XmlDocument d) => d.DocumentElement!.AppendChild(ForgedAssertion(d)))
                            .SignedResponse()
                    )
            ),
            Tampered(
                "A08_SignatureOfTheMetadata",
                RefusalCodes.SignatureStructure,
                d =>
                {
                    var metadata = new XmlDocument();
                    metadata.LoadXml("<EntityDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata' ID='_metadata'/>");
                    ReferenceSigner.Sign(metadata, "_metadata", new() { Certificate = TestCertificates.Idp });
                    Transplant(d, metadata);
                }
            ),
            Tampered(
                "A08_SignatureOfAnotherAssertion",
                RefusalCodes.SignatureStructure,
                d => Transplant(d, Base.SignedResponse().ToDocument())
            ),
            Tampered(
                "A08_SignatureOfAnErrorResponse",
                RefusalCodes.SignatureStructure,
                d => Transplant(d, ResponseSigned.Failing(StatusUris.Responder).SignedResponse().ToDocument())
            ),
            Case(
                "A09_ResponseAndAssertionShareAnId",
                RefusalCodes.SignatureStructure,
                idp => idp with { ResponseId = "_same", AssertionId = "_same" }
            ),
            Tampered(
                "A09_AStatusDetailWithTheSameId",
                RefusalCodes.SignatureStructure,
                d =>
                {
                    var decoy = Element(d, "x", "urn:x");
                    decoy.SetAttribute("ID", Assertion(d).GetAttribute("ID"));
                    Find(d, "Status").AppendChild(Element(d, "samlp:StatusDetail", Samlp, decoy));
                }
            ),
            Tampered("A10_TheIdIsCalledId", RefusalCodes.SignatureStructure, d => Rename(d, "Id", "")),
            Tampered("A10_TheIdIsCalledIdInLowerCase", RefusalCodes.SignatureStructure, d => Rename(d, "id", "")),
            Tampered("A10_AnEvilIdBesideTheTrueOne", RefusalCodes.SignatureInvalid, d => Assertion(d).SetAttribute("Id", "_evil")),
            Tampered("A11_TheIdIsPrefixed", RefusalCodes.SignatureStructure, d => Rename(d, "samlp:ID", Samlp)),
            Tampered("A11_TheIdIsXmlId", RefusalCodes.SignatureStructure, d => Rename(d, "xml:id", "http://www.w3.org/XML/1998/namespace")),
            Case(
                "A12_SeveralReferencesAllValid",
                RefusalCodes.SignatureStructure,
                idp => idp.ConfigureSignature(s => s.AddReference(EnvelopedReference(((Reference)s.SignedInfo!.References[0]!).Uri!)))
            ),
            .. ReferenceCases(),
            Case(
                "A14_OnlyTheIssuerIsSigned",
                RefusalCodes.SignatureStructure,
                idp =>
                    idp.BeforeSigning((XmlDocument d) => ((DomElement)Assertion(d).FirstChild!).SetAttribute("ID", "_issuer"))
                        .ConfigureSignature(s => ((Reference)s.SignedInfo!.References[0]!).Uri = "#_issuer")
            ),
            Tampered(
                "A15_SignatureMovedToTheEndOfTheAssertion",
                RefusalCodes.SignatureStructure,
                d => Assertion(d).AppendChild(Signature(d))
            ),
            Tampered(
                "A15_SignatureMovedUpToTheResponse",
                RefusalCodes.SignatureStructure,
                d => d.DocumentElement!.InsertAfter(Signature(d), d.DocumentElement.FirstChild)
            ),
            Tampered(
                "A15_SignatureMovedIntoTheSubject",
                RefusalCodes.SignatureStructure,
                d => Find(d, "Subject").AppendChild(Signature(d))
            ),
            Tampered(
                "A16_TheResponsesSignatureIsBad",
                RefusalCodes.SignatureInvalid,
                d => Break(Find(d, "SignatureValue")),
                Base.Sign(SignedParts.Both)
            ),
            Tampered(
                "A16_TheAssertionsSignatureIsBad",
                RefusalCodes.SignatureInvalid,
                d =>
                {
                    // Outside of what the Response's signature covers there is no room: sign the Response over a bad inner signature.
                    Break((DomElement)d.SelectSingleNode("//*[local-name()='Assertion']//*[local-name()='SignatureValue']")!);
                    Unsign(d.DocumentElement!);
                    ReferenceSigner.Sign(d, d.DocumentElement!.GetAttribute("ID"), new() { Certificate = TestCertificates.Idp });
                },
                Base.Sign(SignedParts.Both)
            ),
            Tampered(
                "A16_TwoSignaturesInOnePlace",
                RefusalCodes.SignatureStructure,
                d => Assertion(d).InsertAfter(Signature(d).CloneNode(true), Signature(d))
            ),
            Case("A17_SeveralRoots", RefusalCodes.Malformed, idp => idp.AfterSigning((string xml) => xml + xml)),
            Tampered(
                "A18_AManifestInAnObject",
                RefusalCodes.SignatureStructure,
                d => Signature(d).AppendChild(Element(d, "Object", Ds, Element(d, "Manifest", Ds)))
            ),
            Case(
                "A18_AReferenceToAManifest",
                RefusalCodes.SignatureStructure,
                idp =>
                    idp.AfterSigning(
                        (XmlDocument d) =>
                        {
                            var manifest = Element(d, "Manifest", Ds, Find(d, "Reference").CloneNode(true));
                            manifest.SetAttribute("Id", "_manifest");
                            Signature(d).AppendChild(Element(d, "Object", Ds, manifest));
                            Find(d, "Reference").SetAttribute("URI", "#_manifest");
                        }
                    )
            ),
            Tampered(
                "A19_TheSignedAssertionInTheAdviceOfAForgedOne",
                RefusalCodes.SignatureStructure,
                d =>
                {
                    var (original, evil) = (Assertion(d), Evil(d));
                    original.ParentNode!.ReplaceChild(evil, original);
                    evil.InsertAfter(Element(d, "Advice", Saml, original), evil.SelectSingleNode("*[local-name()='Conditions']"));
                }
            ),
            Tampered("A20_AStatementSmuggledIntoTheResponse", RefusalCodes.Malformed, d => d.DocumentElement!.AppendChild(Smuggled(d))),
            Tampered("A20_AStatementSmuggledIntoTheAssertion", RefusalCodes.SignatureInvalid, d => Assertion(d).AppendChild(Smuggled(d))),
            Tampered("A20_AStatementSmuggledIntoTheSignature", RefusalCodes.SignatureStructure, d => Signature(d).AppendChild(Smuggled(d))),
        ];

    private static IEnumerable<AttackCase> ReferenceCases()
    {
        (string Name, string? Uri)[] uris =
        [
            ("Empty", ""),
            ("Missing", null),
            ("OnlyHash", "#"),
            ("XPointerRoot", "#xpointer(/)"),
            ("XPointerId", "#xpointer(id('_a'))"),
            ("Http", "http://127.0.0.1/a"),
            ("File", "file:///etc/passwd"),
            ("PercentEncoded", "%23{0}"),
            ("SpaceBefore", " #{0}"),
            ("SpaceAfter", "#{0} "),
            ("XPathCharacters", "#{0}' or '1'='1"),
            ("NoHash", "{0}"),
            ("DoubleHash", "##{0}"),
            ("AnotherCase", "#{1}"),
        ];
        foreach (var (name, uri) in uris)
        {
            yield return Tampered(
                "A13_ReferenceUri" + name,
                RefusalCodes.SignatureStructure,
                d =>
                {
                    var id = Assertion(d).GetAttribute("ID");
                    if (uri is null)
                    {
                        Find(d, "Reference").RemoveAttribute("URI");
                    }
                    else
                    {
                        Find(d, "Reference")
                            .SetAttribute(
                                "URI",
                                uri.Replace("{0}", id, StringComparison.Ordinal)
                                    .Replace("{1}", id.ToUpperInvariant() + "A", StringComparison.Ordinal)
                            );
                    }
                }
            );
        }

        yield return Case(
            "A13_WholeDocumentValidlySigned",
            RefusalCodes.SignatureStructure,
            idp => idp.ConfigureSignature(s => ((Reference)s.SignedInfo!.References[0]!).Uri = ""),
            ResponseSigned
        );
        yield return Case("A13_NulInTheReference", RefusalCodes.Malformed, idp => idp.Tampered("URI=\"#", "URI=\"#&#0;"));
    }

    private static void WrapResponse(XmlDocument document, bool inside)
    {
        var root = document.DocumentElement!;
        var signature = Signature(document);
        var original = (DomElement)root.CloneNode(deep: true);
        Unsign(original);
        root.SetAttribute("ID", "_evil");
        Find(document, "NameID").InnerText = "mallory@example.com";
        if (inside)
        {
            signature.AppendChild(Element(document, "Object", Ds, original));
        }
        else
        {
            root.InsertBefore(original, signature);
        }
    }

    private static DomElement FakeSignedInfo(XmlDocument document)
    {
        var fake = (DomElement)Find(document, "SignedInfo").CloneNode(deep: true);
        fake.SelectSingleNode(".//*[local-name()='DigestValue']")!.InnerText = Convert.ToBase64String(new byte[32]);
        return fake;
    }

    private static void ForgeBeside(XmlDocument document, Action<DomNode> hide)
    {
        var original = Assertion(document);
        original.ParentNode!.ReplaceChild(Evil(document, withSignature: true, id: null), original);
        hide(original);
    }

    private static DomNode ForgedAssertion(XmlDocument document) =>
        document.ImportNode(Evil(Base.SignedResponse().ToDocument()), deep: true);

    private static void Transplant(XmlDocument document, XmlDocument donor) =>
        Assertion(document).ReplaceChild(document.ImportNode(Find(donor, "Signature"), deep: true), Signature(document));

    private static void Rename(XmlDocument document, string name, string ns)
    {
        var assertion = Assertion(document);
        var id = assertion.GetAttribute("ID");
        assertion.RemoveAttribute("ID");
        assertion.SetAttributeNode(ns.Length == 0 ? document.CreateAttribute(name) : document.CreateAttribute(name, ns));
        assertion.Attributes[name]!.Value = id;
    }

    private static Reference EnvelopedReference(string uri)
    {
        var reference = new Reference(uri) { DigestMethod = XmlAlgorithms.Sha256 };
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        reference.AddTransform(new XmlDsigExcC14NTransform());
        return reference;
    }

    private static void Break(DomElement signatureValue)
    {
        var bytes = Convert.FromBase64String(signatureValue.InnerText);
        bytes[^1] ^= 1;
        signatureValue.InnerText = Convert.ToBase64String(bytes);
    }

    private static DomElement Smuggled(XmlDocument document)
    {
        var statement = (DomElement)Find(document, "AttributeStatement").CloneNode(deep: true);
        statement.FirstChild!.FirstChild!.InnerText = "smuggled";
        return statement;
    }
}
