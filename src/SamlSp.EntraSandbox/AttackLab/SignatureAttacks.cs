using System.Xml.Linq;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>Group B: SignedInfo, canonicalization, parser.</summary>
internal static class SignatureAttacks
{
    private const string ExclusiveTransform = "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"></ds:Transform>";

    public static IReadOnlyList<AttackCase> Cases { get; } =
    [
        new(
            "B01",
            "two-signedinfo",
            "Two SignedInfo elements",
            "A second SignedInfo is beside the signed one (CVE-2025-29774). One is verified, the digest of the other is used.",
            RefusalCodes.SignatureStructure,
            c =>
                Form(
                    c.Rearranged(t =>
                        t.Signature.Element(AttackTree.Ds + "SignedInfo")!
                            .AddAfterSelf(new XElement(t.Signature.Element(AttackTree.Ds + "SignedInfo")!))
                    )
                )
        ),
        new(
            "B02",
            "comment-in-digest",
            "A comment in DigestValue",
            "A comment splits the digest (CVE-2025-29775). Canonicalization drops it, but a reader of the first text node differs.",
            RefusalCodes.ForbiddenXml,
            c => Form(c.Edited("<ds:DigestValue>", "<ds:DigestValue><!--AAAA-->"))
        ),
        new(
            "B04",
            "no-reference",
            "A signature that signs nothing",
            "SignedInfo has no reference. The signature is valid but covers nothing.",
            RefusalCodes.SignatureStructure,
            c => Form(SignedInfoForgery.Resign(c.Signed, c.Key, WithoutReference))
        ),
        new(
            "B05",
            "comment-in-nameid",
            "A comment in the NameID",
            "The NameID is admin@example.com.evil.test with a comment before “.evil.test” (CVE-2017-11427). "
                + "The comment does not break the signature, but many readers stop at it.",
            RefusalCodes.ForbiddenXml,
            c =>
                Form(
                    AttackContext.Replace(
                        c.Issue(c.Good with { NameId = new(AttackContext.Victim + ".evil.test", c.Good.NameId.Format) }),
                        AttackContext.Victim + ".evil",
                        AttackContext.Victim + "<!---->.evil"
                    )
                )
        ),
        new(
            "B06",
            "element-in-nameid",
            "An element in the NameID",
            "The signed NameID has a child element around a part of the name. Readers disagree about its text.",
            RefusalCodes.NameIdInvalid,
            c =>
                Form(
                    Resigned(
                        c,
                        xml => AttackContext.Replace(xml, c.Good.NameId.Value, $"{AttackContext.Victim}<x xmlns=\"urn:x\">.evil.test</x>")
                    )
                )
        ),
        new(
            "B10",
            "doctype",
            "A document type",
            "The response has a document type, which can declare IDs and entities (CVE-2025-25291).",
            RefusalCodes.ForbiddenXml,
            c => Form("<!DOCTYPE Response [<!ENTITY who \"admin\">]>" + c.Signed)
        ),
        new(
            "B13",
            "xslt-transform",
            "An XSLT transform",
            "The signed SignedInfo names XSLT as a transform. The digest covers the output of the style sheet, which is a program.",
            RefusalCodes.SignatureStructure,
            c =>
                Form(
                    SignedInfoForgery.Resign(
                        c.Signed,
                        c.Key,
                        s =>
                            AttackContext.Replace(
                                s,
                                ExclusiveTransform,
                                "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"></ds:Transform>"
                            )
                    )
                )
        ),
        new(
            "B14",
            "inclusive-c14n",
            "Another canonicalization",
            "SignedInfo asks for canonicalization with comments. The digest then covers other bytes than other software sees.",
            RefusalCodes.UnsupportedAlgorithm,
            c =>
                Form(
                    SignedInfoForgery.Resign(
                        c.Signed,
                        c.Key,
                        s =>
                            AttackContext.Replace(
                                s,
                                "http://www.w3.org/2001/10/xml-exc-c14n#",
                                "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"
                            )
                    )
                )
        ),
        new(
            "B17",
            "changed-name",
            "A NameID changed after signing",
            "The NameID was changed after the assertion was signed.",
            RefusalCodes.SignatureInvalid,
            c => Form(c.Edited($">{c.Good.NameId.Value}<", $">{AttackContext.Victim}<"))
        ),
        new(
            "B17",
            "changed-digest",
            "A digest changed to fit",
            "The NameID was changed, and the digest as well. The signature over the digest was not.",
            RefusalCodes.SignatureInvalid,
            c => Form(ChangeWithDigest(c))
        ),
    ];

    private static string Form(string xml) => TokenAssembler.FormValue(xml);

    private static string WithoutReference(string signedInfo) =>
        signedInfo[..signedInfo.IndexOf("<ds:Reference", StringComparison.Ordinal)];

    /// <summary>A response whose assertion was changed as text first, and signed then.</summary>
    private static string Resigned(AttackContext context, Func<string, string> change)
    {
        var assertion = change(TokenXml.Assertion(context.Good));
        return TokenXml.Response(context.Good, TokenAssembler.Sign(assertion, context.Good.AssertionId, context.Key));
    }

    private static string ChangeWithDigest(AttackContext context)
    {
        var forged = context.Issue(
            context.Good with
            {
                NameId = new(AttackContext.Victim, context.Good.NameId.Format),
            },
            key: KeyAttacks.Stranger()
        );
        var value = "<ds:SignatureValue>" + SignedInfoForgery.Between(context.Signed, "<ds:SignatureValue>", "</ds:SignatureValue>");
        return AttackContext.Replace(
            forged,
            "<ds:SignatureValue>" + SignedInfoForgery.Between(forged, "<ds:SignatureValue>", "</ds:SignatureValue>"),
            value
        );
    }
}
