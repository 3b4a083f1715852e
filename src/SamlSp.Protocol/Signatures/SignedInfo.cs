using System.Security.Cryptography;

namespace SamlSp.Protocol;

/// <summary>
/// What a SignedInfo says (XML Signature 1.1 4.4), read from its own canonical bytes: from what the signature value covers. The form is
/// narrowed down to SAML's (SAML Core 5.4): one Reference, to <c>#ID</c>, with the enveloped-signature and the exclusive canonicalization
/// transform in this order.
/// </summary>
internal ref struct SignedInfo
{
    // Bytes. Each prefix of a PrefixList is looked for among all of the document's: a list as long as the message would be work that has
    // no end in proportion to it.
    private const int MaximumPrefixList = 1024;

    /// <summary>The signature algorithm.</summary>
    public SignatureAlgorithm Signature;

    /// <summary>The digest algorithm.</summary>
    public HashAlgorithmName Digest;

    /// <summary>What is referred to, without the <c>#</c>.</summary>
    public ReadOnlySpan<byte> Id;

    /// <summary>The PrefixList of the canonicalization of what is referred to; usually empty.</summary>
    public ReadOnlySpan<byte> PrefixList;

    /// <summary>The digest, base64.</summary>
    public ReadOnlySpan<byte> DigestValue;

    /// <summary>Reads the element; the spans live as long as its tree.</summary>
    public static Refusal? Read(XmlElement element, out SignedInfo info)
    {
        info = default;
        var children = element.Children;
        if (
            element.HasStrayText()
            || !Next(ref children, "CanonicalizationMethod"u8, out _)
            || !Next(ref children, "SignatureMethod"u8, out var method)
            || !Next(ref children, "Reference"u8, out var reference)
            || children.MoveNext()
        )
        {
            return SignatureRefusals.Structure;
        }

        if (ReadReference(reference, ref info) is { } refusal)
        {
            return refusal;
        }

        method.TryGetAttribute("Algorithm"u8, out var uri);
        if (SignatureAlgorithm.Find(uri, out var code) is not { } algorithm)
        {
            return SignatureRefusals.Algorithm(code, "signature");
        }

        info.Signature = algorithm;
        return IsEmpty(method) ? null : SignatureRefusals.Structure;
    }

    /// <summary>Reads an exclusive canonicalization method or transform; its only content can be one InclusiveNamespaces.</summary>
    public static bool TryReadExclusive(XmlElement method, out ReadOnlySpan<byte> prefixList)
    {
        prefixList = default;
        var children = method.Children;
        if (method.HasStrayText())
        {
            return false;
        }

        if (!children.MoveNext())
        {
            return true;
        }

        var inclusive = children.Current;
        return inclusive.Is("InclusiveNamespaces"u8, Namespaces.ExclusiveC14n)
            && inclusive.TryGetText(out var text)
            && text.IsEmpty
            && inclusive.TryGetAttribute("PrefixList"u8, out prefixList)
            && prefixList.Length <= MaximumPrefixList
            && !children.MoveNext();
    }

    /// <summary>Whether the next child element is the one of XML Signature with that name.</summary>
    public static bool Next(ref XmlChildren children, ReadOnlySpan<byte> localName, out XmlElement element)
    {
        element = children.MoveNext() ? children.Current : default;
        return element.Exists && element.Is(localName, Namespaces.Signature);
    }

    private static Refusal? ReadReference(XmlElement reference, ref SignedInfo info)
    {
        // (1) The shape of Reference.
        var children = reference.Children;
        if (
            reference.HasStrayText()
            || !Next(ref children, "Transforms"u8, out var transforms)
            || !Next(ref children, "DigestMethod"u8, out var method)
            || !Next(ref children, "DigestValue"u8, out var value)
            || children.MoveNext()
            || !value.TryGetText(out info.DigestValue)
            || !IsEmpty(method)
        )
        {
            return SignatureRefusals.Structure;
        }

        // (2) What it refers to.
        if (!reference.TryGetAttribute("URI"u8, out var uri) || uri.IsEmpty || uri[0] != '#' || uri.Length == 1)
        {
            return SignatureRefusals.Reference;
        }

        if (XmlNames.Measure(uri[1..]) != uri.Length - 1)
        {
            return XmlNames.IsPart(uri[1..]) ? SignatureRefusals.Id : SignatureRefusals.Reference;
        }

        info.Id = uri[1..];

        // (3) The transforms.
        children = transforms.Children;
        if (
            transforms.HasStrayText()
            || !Next(ref children, "Transform"u8, out var enveloped)
            || !HasAlgorithm(enveloped, SignatureStructure.Enveloped)
            || !IsEmpty(enveloped)
            || !Next(ref children, "Transform"u8, out var exclusive)
            || !HasAlgorithm(exclusive, SignatureStructure.ExclusiveC14n)
            || !TryReadExclusive(exclusive, out info.PrefixList)
            || children.MoveNext()
        )
        {
            return SignatureRefusals.Transforms;
        }

        // (4) The digest.
        method.TryGetAttribute("Algorithm"u8, out var algorithm);
        return DigestAlgorithm.TryFind(algorithm, out info.Digest, out var code) ? null : SignatureRefusals.Algorithm(code, "digest");
    }

    public static bool HasAlgorithm(XmlElement element, string uri) =>
        element.TryGetAttribute("Algorithm"u8, out var algorithm) && System.Text.Ascii.Equals(algorithm, uri);

    private static bool IsEmpty(XmlElement element) => !element.Children.MoveNext() && !element.HasStrayText();
}
