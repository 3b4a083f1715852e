using System.Xml.Linq;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>Group A: what is verified is not what is read.</summary>
internal static class WrappingAttacks
{
    public static IReadOnlyList<AttackCase> Cases { get; } =
    [
        new(
            "A01",
            "xsw1",
            "Signed response inside the signature of a forged one",
            "The original response is moved into its own Signature, and a forged response carries it (XSW 1). "
                + "A verifier that follows the reference finds the original. A reader that starts at the root finds the forgery.",
            RefusalCodes.SignatureStructure,
            c => Form(c.Rearranged(Xsw1, SandboxSigning.Response))
        ),
        new(
            "A02",
            "xsw3",
            "Forged assertion before the signed one",
            "An unsigned assertion precedes the signed one (XSW 3). Software that verifies one and reads the first accepts the forgery.",
            RefusalCodes.MultipleAssertions,
            c => Form(c.Rearranged(t => t.Assertion.AddBeforeSelf(AttackTree.Parse(c.Forged))))
        ),
        new(
            "A02",
            "xsw4",
            "Forged assertion around the signed one",
            "The signed assertion is a child of a forged one (XSW 4), so the response has only one assertion as a child.",
            RefusalCodes.SignatureStructure,
            c => Form(c.Rearranged(t => Xsw4(t, c)))
        ),
        new(
            "A03",
            "xsw5",
            "Forged assertion that carries the signature",
            "The forged assertion carries the signature of the original, which is at the end of the response (XSW 5).",
            RefusalCodes.MultipleAssertions,
            c => Form(c.Rearranged(t => Xsw5(t, c)))
        ),
        new(
            "A03",
            "xsw6",
            "Signed assertion inside the signature of a forged one",
            "The forged assertion carries the signature. The original that it refers to is inside the signature (XSW 6).",
            RefusalCodes.SignatureStructure,
            c => Form(c.Rearranged(t => Xsw6(t, c, into: null)))
        ),
        new(
            "A04",
            "xsw8",
            "Signed assertion in an Object of the signature",
            "Like the one before, but the original is in an Object element, where XML Signature allows any content (XSW 8).",
            RefusalCodes.SignatureStructure,
            c => Form(c.Rearranged(t => Xsw6(t, c, into: "Object")))
        ),
        new(
            "A06",
            "copy-in-extensions",
            "Signed copy in Extensions, forgery with the same ID",
            "The signed assertion is moved to Extensions. In its place is a forgery with the same ID and a copy of the signature. "
                + "A search by ID verifies the first, and the reader uses the other.",
            RefusalCodes.SignatureStructure,
            c => Form(c.Rearranged(t => CopyInExtensions(t, c)))
        ),
        new(
            "A09",
            "duplicate-id",
            "Two elements with one ID",
            "Response and assertion have the same ID, so it is ambiguous which one is signed.",
            RefusalCodes.SignatureStructure,
            c => Form(c.Rearranged(t => t.Response.SetAttributeValue("ID", t.Assertion.Attribute("ID")!.Value)))
        ),
        new(
            "A12",
            "two-references",
            "Two references in one signature",
            "SignedInfo refers to two elements. Verifiers disagree about which one counts.",
            RefusalCodes.SignatureStructure,
            c => Form(SignedInfoForgery.Resign(c.Signed, c.Key, TwiceReferred))
        ),
        new(
            "A13",
            "empty-reference",
            "A reference to the whole document",
            "The URI of the reference is empty and means the whole document, not the element that contains the signature.",
            RefusalCodes.SignatureStructure,
            c =>
                Form(SignedInfoForgery.Resign(c.Signed, c.Key, s => AttackContext.Replace(s, $"URI=\"#{c.Good.AssertionId}\"", "URI=\"\"")))
        ),
        new(
            "A15",
            "relocated-signature",
            "The signature at the end of the assertion",
            "The signature is valid but at the end. The schema has one position for it, and accepting others enables wrapping.",
            RefusalCodes.SignatureStructure,
            c => Form(c.Rearranged(Relocate))
        ),
        new(
            "A16",
            "two-signatures",
            "Two signatures on one assertion",
            "The assertion has a second copy of the signature. Verifying one proves nothing about the other.",
            RefusalCodes.SignatureStructure,
            c => Form(c.Rearranged(t => t.Signature.AddAfterSelf(new XElement(t.Signature))))
        ),
    ];

    private static string Form(string xml) => TokenAssembler.FormValue(xml);

    private static string TwiceReferred(string signedInfo)
    {
        const string End = "</ds:Reference>";
        var reference = "<ds:Reference " + SignedInfoForgery.Between(signedInfo, "<ds:Reference ", End) + End;
        return signedInfo + reference;
    }

    private static void Xsw1(AttackTree tree)
    {
        var original = new XElement(tree.Response);
        original.Element(AttackTree.Ds + "Signature")!.Remove();
        tree.Response.SetAttributeValue("ID", TokenSpec.NewId());
        tree.Assertion.Descendants(MessageElement.Assertion + "NameID").First().Value = AttackContext.Victim;
        tree.Signature.Add(original);
    }

    private static void Xsw4(AttackTree tree, AttackContext context)
    {
        var original = tree.Assertion;
        var forged = AttackTree.Parse(context.Forged);
        original.ReplaceWith(forged);
        forged.Add(original);
    }

    private static void Xsw5(AttackTree tree, AttackContext context)
    {
        var (original, signature, forged) = (tree.Assertion, tree.Signature, AttackTree.Parse(context.Forged));
        signature.Remove();
        original.ReplaceWith(forged);
        AttackTree.Sign(forged, signature);
        tree.Response.Add(original);
    }

    private static void Xsw6(AttackTree tree, AttackContext context, string? into)
    {
        var (original, signature, forged) = (tree.Assertion, tree.Signature, AttackTree.Parse(context.Forged));
        signature.Remove();
        original.ReplaceWith(forged);
        AttackTree.Sign(forged, signature);
        signature.Add(into is null ? original : new XElement(AttackTree.Ds + into, original));
    }

    private static void CopyInExtensions(AttackTree tree, AttackContext context)
    {
        var (original, forged) = (tree.Assertion, AttackTree.Parse(context.Forged));
        forged.SetAttributeValue("ID", context.Good.AssertionId);
        AttackTree.Sign(forged, new XElement(tree.Signature));
        original.ReplaceWith(forged);
        AttackTree.Sign(tree.Response, new XElement(MessageElement.Protocol + "Extensions", original));
    }

    private static void Relocate(AttackTree tree)
    {
        var signature = tree.Signature;
        signature.Remove();
        tree.Assertion.Add(signature);
    }
}
