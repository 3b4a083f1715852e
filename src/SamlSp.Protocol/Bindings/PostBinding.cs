using System.Xml;

namespace SamlSp.Protocol;

/// <summary>The HTTP-POST binding (SAML Bindings 3.5).</summary>
public static class PostBinding
{
    /// <summary>
    /// The base64 form value of <paramref name="xml"/>; with <paramref name="key"/>, the root element is signed (enveloped, after its
    /// Issuer).
    /// </summary>
    /// <exception cref="ArgumentException">A key is given, and <paramref name="xml"/> is not well-formed or its root has no
    /// <c>ID</c>.</exception>
    public static string CreateFormValue(ReadOnlySpan<byte> xml, SigningKey? key) =>
        Convert.ToBase64String(key is null ? xml : EnvelopedSigner.Sign(xml, RootId(xml), key));

    private static string RootId(ReadOnlySpan<byte> xml)
    {
        try
        {
            using var reader = XmlReader.Create(
                new MemoryStream(xml.ToArray()),
                new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }
            );
            reader.MoveToContent();
            return reader.GetAttribute("ID") ?? throw new ArgumentException("The message's root element has no ID.", nameof(xml));
        }
        catch (XmlException exception)
        {
            throw new ArgumentException("The message is not well-formed.", nameof(xml), exception);
        }
    }
}
