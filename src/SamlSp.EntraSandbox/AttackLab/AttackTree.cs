using System.Xml.Linq;

namespace SamlSp.EntraSandbox;

/// <summary>A response as a tree, with what attacks move around.</summary>
internal sealed class AttackTree(XElement response)
{
    public static readonly XNamespace Ds = SamlNames.Signature;

    public XElement Response { get; set; } = response;

    public XElement Assertion => Response.Element(MessageElement.Assertion + "Assertion")!;

    /// <summary>The assertion's signature, or the response's.</summary>
    public XElement Signature => Assertion.Element(Ds + "Signature") ?? Response.Element(Ds + "Signature")!;

    public static XElement Parse(string xml) => XElement.Parse(xml, LoadOptions.PreserveWhitespace);

    /// <summary>Puts a signature where a verifier expects it: after the Issuer.</summary>
    public static void Sign(XElement parent, XElement signature) =>
        parent.Element(MessageElement.Assertion + "Issuer")!.AddAfterSelf(signature);
}
