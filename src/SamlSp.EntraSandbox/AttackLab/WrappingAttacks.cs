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
            "The original response is moved into its own Signature, which a forged response then carries (XSW 1). A verifier that follows the reference finds the original; a reader that takes the root finds the forgery.",
            RefusalCodes.SignatureStructure,
            c => Form(c.Rearranged(Xsw1, SandboxSigning.Response))
        ),
        new(
            "A02",
            "xsw3",
            "Forged assertion before the signed one",
            "An unsigned assertion stands before the signed one (XSW 3). Whoever verifies one and reads the first takes the forgery.",
            RefusalCodes.MultipleAssertions,
            c => Form(c.Rearranged(t => t.Assertion.AddBeforeSelf(AttackTree.Parse(c.Forged))))
        ),
        new(
            "A02",
            "xsw4",
            "Forged assertion around the signed one",
            "The signed assertion is a child of a forged one (XSW 4), so that there is only one in the response.",
            RefusalCodes.SignatureStructure,
            c => Form(c.Rearranged(t => Xsw4(t, c)))
        ),
        new(
            "A03",
            "xsw5",
            "Forged assertion that carries the signature",
            "The forged assertion carries the signature of the original, which stands at the end of the response (XSW 5).",
            RefusalCodes.MultipleAssertions,
            c => Form(c.Rearranged(t => Xsw5(t, c)))
        ),
        new(
            "A03",
            "xsw6",
            "Signed assertion inside the signature of a forged one",
            "The forged assertion carries the signature, and inside the signature the original that it refers to (XSW 6).",
            RefusalCodes.SignatureStructure,
            c => Form(c.Rearranged(t => Xsw6(t, c, into: null)))
        ),
        new(
            "A04",
            "xsw8",
            "Signed assertion in an Object of the signature",
            "As before, but the original is in an Object element, where XML Signature allows anything (XSW 8).",
            RefusalCodes.SignatureStructure,
            c => Form(c.Rearranged(t => Xsw6(t, c, into: "Object")))
        ),
        new(
            "A06",
            "copy-in-extensions",
            "Signed copy in Extensions, forgery with the same ID",
            "The signed assertion is put aside into Extensions. In its place is a forgery with the same ID and a copy of the signature, so that a search by ID verifies the one and the reader takes the other.",
            RefusalCodes.SignatureStructure,
            c => Form(c.Rearranged(t => CopyInExtensions(t, c)))
        ),
        new(
            "A09",
            "duplicate-id",
            "Two elements with one ID",
            "Response and assertion have the same ID: it is anybody's guess which one is signed.",
            RefusalCodes.SignatureStructure,
            c => Form(c.Rearranged(t => t.Response.SetAttributeValue("ID", t.Assertion.Attribute("ID")!.Value)))
        ),
        new(
            "A12",
            "two-references",
            "Two references in one signature",
            "SignedInfo refers to two elements. Verifiers disagree about which of them was meant.",
            RefusalCodes.SignatureStructure,
            c => Form(SignedInfoForgery.Resign(c.Signed, c.Key, TwiceReferred))
        ),
        new(
            "A13",
            "empty-reference",
            "A reference to the whole document",
            "The reference's URI is empty, which means the document: a signature over something else than the element it stands in.",
            RefusalCodes.SignatureStructure,
            c =>
                Form(SignedInfoForgery.Resign(c.Signed, c.Key, s => AttackContext.Replace(s, $"URI=\"#{c.Good.AssertionId}\"", "URI=\"\"")))
        ),
        new(
            "A15",
            "relocated-signature",
            "The signature at the end of the assertion",
            "The signature is valid but stands at the end. The schema has one place for it, and lax positions are how wrapping begins.",
            RefusalCodes.SignatureStructure,
            c => Form(c.Rearranged(Relocate))
        ),
        new(
            "A16",
            "two-signatures",
            "Two signatures on one assertion",
            "A second copy of the signature stands beside the first. Verifying one of two says nothing about the other.",
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
