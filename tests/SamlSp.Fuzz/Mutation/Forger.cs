using System.Security.Cryptography;
using System.Text;
using SamlSp.Protocol;

namespace SamlSp.Fuzz;

/// <summary>
/// What an attacker without the key can still compute: the digest of a changed element, or a signature with their own key.
/// </summary>
internal static class Forger
{
    private static readonly SigningKey Untrusted = SigningKey.FromCertificate(PinnedKeys.Untrusted);
    private static readonly VerifierLimits Limits = new();

    /// <summary>Signs an element again with a key that is not trusted, in place of its signature.</summary>
    public static byte[] Resign(XmlPiece root, FuzzRandom random) => Resign(root, random, Untrusted);

    /// <summary>Signs an element anew by any key, in place of its signature.</summary>
    public static byte[] Resign(XmlPiece root, FuzzRandom random, SigningKey key)
    {
        var element = random.Once(2) ? root : root.Find("Assertion") ?? root;
        element.Children.RemoveAll(static child => child.IsElement && child.Local.SequenceEqual("Signature"));
        var bytes = root.ToBytes();
        try
        {
            return EnvelopedSigner.Sign(bytes, element.Attribute("ID") ?? "", key);
        }
        catch (ArgumentException)
        {
            // Not well-formed any more: nothing that could be signed.
            return bytes;
        }
    }

    /// <summary>Makes the first digest right again that has become wrong.</summary>
    public static byte[] Redigest(byte[] bytes)
    {
        if (!XmlTree.TryParse(bytes, Limits, XmlOptions.None, out var tree, out _))
        {
            return bytes;
        }

        using (tree)
        {
            for (var i = 0; i < tree.Nodes.Count; i++)
            {
                var signature = new XmlElement(tree, i);
                if (
                    tree.Nodes[i].IsElement
                    && signature.Is("Signature"u8, Namespaces.Signature)
                    && signature.Parent.Exists
                    && DigestValue(signature) is { Exists: true } value
                    && tree.Nodes[value.Index].FirstChild >= 0
                )
                {
                    using var canonical = new ByteBuffer(bytes.Length + 512, Limits.MaximumCanonicalBytes);
                    ExclusiveCanonicalizer.Write(signature.Parent, signature, default, canonical);
                    var text = tree.Nodes[tree.Nodes[value.Index].FirstChild].Range;
                    return
                    [
                        .. bytes[..text.Start],
                        .. Encoding.ASCII.GetBytes(Convert.ToBase64String(SHA256.HashData(canonical.Written))),
                        .. bytes[(text.Start + text.Length)..],
                    ];
                }
            }
        }

        return bytes;
    }

    private static XmlElement DigestValue(XmlElement signature)
    {
        var info = signature.Child("SignedInfo"u8, Namespaces.Signature);
        var reference = info.Exists ? info.Child("Reference"u8, Namespaces.Signature) : default;
        return reference.Exists ? reference.Child("DigestValue"u8, Namespaces.Signature) : default;
    }
}
