using System.Text;
using System.Xml;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

/// <summary>Every case, by group, and the short ways to write one.</summary>
internal static partial class AttackCatalogue
{
    private const string Saml = "urn:oasis:names:tc:SAML:2.0:assertion";
    private const string Samlp = "urn:oasis:names:tc:SAML:2.0:protocol";
    private const string Ds = "http://www.w3.org/2000/09/xmldsig#";

    public static IReadOnlyList<AttackCase> All { get; } = [.. GroupA(), .. GroupB(), .. GroupC(), .. GroupD(), .. GroupE(), .. GroupF()];

    private static TestIdp Base => TestIdp.Create();

    private static TestIdp ResponseSigned => Base.Sign(SignedParts.Response);

    /// <summary>The attack is made by changing the IdP's settings; the judge stays the control's.</summary>
    private static AttackCase Case(string name, string? code, Func<TestIdp, TestIdp> change, TestIdp? control = null)
    {
        var idp = control ?? Base;
        return new(
            name,
            code,
            () => Attempt.Of(idp.SignedResponse()),
            () => Attempt.Of(change(idp).SignedResponse()) with { Expectations = idp.Expectations() }
        );
    }

    /// <summary>The attack changes the document after it was signed.</summary>
    private static AttackCase Tampered(string name, string? code, Action<XmlDocument> change, TestIdp? control = null) =>
        Case(name, code, idp => idp.AfterSigning(change), control);

    /// <summary>The attack replaces text after signing.</summary>
    private static AttackCase Replaced(string name, string? code, string from, string to, TestIdp? control = null) =>
        Case(name, code, idp => idp.Tampered(from, to), control);

    /// <summary>The attack replaces text before signing: it is validly signed.</summary>
    private static AttackCase Signed(string name, string? code, string from, string to, TestIdp? control = null) =>
        Case(name, code, idp => idp.BeforeSigning((string text) => Once(text, from, to)), control);

    /// <summary>The attack is in the form value.</summary>
    private static AttackCase Sent(string name, string? code, Func<TestResponse, byte[]> formValue, TestIdp? control = null)
    {
        var idp = control ?? Base;
        return new(name, code, () => Attempt.Of(idp.SignedResponse()), () => new(formValue(idp.SignedResponse()), idp.Expectations()));
    }

    /// <summary>The same response, against other expectations.</summary>
    private static AttackCase Judged(string name, string? code, Func<Attempt, Attempt> change, TestIdp? control = null)
    {
        var idp = control ?? Base;
        return new(name, code, () => Attempt.Of(idp.SignedResponse()), () => change(Attempt.Of(idp.SignedResponse())));
    }

    private static byte[] Form(string xml) => Form(Encoding.UTF8.GetBytes(xml));

    private static byte[] Form(byte[] xml) => Encoding.ASCII.GetBytes(Convert.ToBase64String(xml));

    private static string Once(string text, string from, string to)
    {
        var at = text.IndexOf(from, StringComparison.Ordinal);
        return at < 0 ? throw new InvalidOperationException($"There is no '{from}'.") : text[..at] + to + text[(at + from.Length)..];
    }

    private static DomElement Find(XmlDocument document, string localName) =>
        (DomElement)document.SelectSingleNode($"//*[local-name()='{localName}']")!;

    private static DomElement Assertion(XmlDocument document) => Find(document, "Assertion");

    private static DomElement Signature(XmlDocument document) => Find(document, "Signature");

    /// <summary>A copy of the Assertion about another user, without the Signature.</summary>
    private static DomElement Evil(XmlDocument document, bool withSignature = false, string? id = "_evil")
    {
        var evil = (DomElement)Assertion(document).CloneNode(deep: true);
        evil.SelectSingleNode(".//*[local-name()='NameID']")!.InnerText = "mallory@example.com";
        if (id is not null)
        {
            evil.SetAttribute("ID", id);
        }

        if (!withSignature)
        {
            Unsign(evil);
        }

        return evil;
    }

    private static void Unsign(DomElement element)
    {
        foreach (var signature in element.ChildNodes.OfType<DomElement>().Where(e => e.LocalName == "Signature").ToList())
        {
            element.RemoveChild(signature);
        }
    }

    private static DomElement Element(XmlDocument document, string name, string ns, params DomNode[] children)
    {
        var element = document.CreateElement(name, ns);
        foreach (var child in children)
        {
            element.AppendChild(child);
        }

        return element;
    }

    /// <summary>Puts an Extensions element with that content where the schema has it.</summary>
    private static void Extend(XmlDocument document, params DomNode[] children)
    {
        var status = Find(document, "Status");
        status.ParentNode!.InsertBefore(Element(document, "samlp:Extensions", Samlp, children), status);
    }
}
