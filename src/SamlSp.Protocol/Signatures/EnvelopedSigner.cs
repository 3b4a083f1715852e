using System.Security.Cryptography;
using System.Text;

namespace SamlSp.Protocol;

/// <summary>Signs an element of a document: enveloped signature, exclusive canonicalization (XML Signature 1.1, SAML Core 5.4).</summary>
public static class EnvelopedSigner
{
    private const string Ds = "http://www.w3.org/2000/09/xmldsig#";
    private static readonly VerifierLimits Unlimited = new()
    {
        MaximumBytes = int.MaxValue,
        MaximumElements = int.MaxValue,
        MaximumAttributes = int.MaxValue,
        MaximumNamespaceDeclarations = int.MaxValue,
    };

    /// <summary>
    /// Returns the document with a Signature by <paramref name="key"/> over the element whose <c>ID</c> is <paramref name="id"/>, placed
    /// directly after that element's Issuer (or as its first child when it has none). SHA-256, RSA PKCS#1 or ECDSA after the key's type.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such element, or the document is not well-formed.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> xml, string id, SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(key);
        if (!XmlTree.TryParse(xml, Unlimited, XmlOptions.None, out var tree, out var refusal))
        {
            throw new ArgumentException("The document cannot be signed. " + refusal.Message, nameof(xml));
        }

        using (tree)
        {
            var element = FindById(tree, Encoding.UTF8.GetBytes(id));
            using var canonical = new ByteBuffer(xml.Length + 512);
            ExclusiveCanonicalizer.Write(element, default, default, canonical);
            var digest = Convert.ToBase64String(SHA256.HashData(canonical.Written));
            return Insert(xml, element, Encoding.UTF8.GetBytes(CreateSignature(id, digest, key)));
        }
    }

    private static XmlElement FindById(XmlTree tree, ReadOnlySpan<byte> id)
    {
        XmlElement found = default;
        for (var i = 0; i < tree.Nodes.Count; i++)
        {
            var element = new XmlElement(tree, i);
            if (!tree.Nodes[i].IsElement || !element.TryGetAttribute("ID"u8, out var value) || !value.SequenceEqual(id))
            {
                continue;
            }

            if (found.Exists)
            {
                throw new ArgumentException("Two elements have that ID.", nameof(id));
            }

            found = element;
        }

        return found.Exists && XmlNames.Measure(id) == id.Length
            ? found
            : throw new ArgumentException("No element has that ID, or it is not an NCName.", nameof(id));
    }

    private static string CreateSignature(string id, string digest, SigningKey key)
    {
        // Written in canonical form from the start, all but the namespace declaration, which it inherits in the document.
        var signedInfo =
            $"""<ds:CanonicalizationMethod Algorithm="{SignatureStructure.ExclusiveC14n}"></ds:CanonicalizationMethod>"""
            + $"""<ds:SignatureMethod Algorithm="{key.Algorithm.Uri}"></ds:SignatureMethod><ds:Reference URI="#{id}"><ds:Transforms>"""
            + $"""<ds:Transform Algorithm="{SignatureStructure.Enveloped}"></ds:Transform>"""
            + $"""<ds:Transform Algorithm="{SignatureStructure.ExclusiveC14n}"></ds:Transform></ds:Transforms>"""
            + $"""<ds:DigestMethod Algorithm="{DigestAlgorithm.Sha256Uri}"></ds:DigestMethod>"""
            + $"<ds:DigestValue>{digest}</ds:DigestValue></ds:Reference>";
        var canonical = $"""<ds:SignedInfo xmlns:ds="{Ds}">{signedInfo}</ds:SignedInfo>""";
        var value = Convert.ToBase64String(key.Sign(Encoding.UTF8.GetBytes(canonical)));
        var certificate = Convert.ToBase64String(key.Certificate.RawData);
        return $"""<ds:Signature xmlns:ds="{Ds}"><ds:SignedInfo>{signedInfo}</ds:SignedInfo>"""
            + $"<ds:SignatureValue>{value}</ds:SignatureValue><ds:KeyInfo><ds:X509Data>"
            + $"<ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>";
    }

    private static byte[] Insert(ReadOnlySpan<byte> xml, XmlElement element, byte[] signature)
    {
        var tree = element.Tree;
        var issuer = element.Child("Issuer"u8, Namespaces.Assertion);
        var node = tree.Nodes[element.Index];
        if (node.ContentStart == node.End)
        {
            return
            [
                .. xml[..(node.End - 2)],
                (byte)'>',
                .. signature,
                (byte)'<',
                (byte)'/',
                .. tree.Slice(node.Range),
                (byte)'>',
                .. xml[node.End..],
            ];
        }

        var at = issuer.Exists ? tree.Nodes[issuer.Index].End : node.ContentStart;
        return [.. xml[..at], .. signature, .. xml[at..]];
    }
}
