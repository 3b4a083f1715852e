using System.Xml;
using System.Xml.Linq;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>A decoded message as a tree that is pleasant to ask.</summary>
internal static class MessageElement
{
    public static readonly XNamespace Protocol = SamlNames.Protocol;
    public static readonly XNamespace Assertion = SamlNames.Assertion;

    /// <summary>
    /// Decodes a form value, or a whole query string, in the encoding of its binding. What the decoder lets pass has no DTD.
    /// </summary>
    public static XElement? Decode(string text, string binding, out byte[] xml, out AadStsError? error)
    {
        xml = [];
        error = null;
        if (!MessageDecoder.TryDecode(text, new VerifierLimits(), out var message, out var refusal))
        {
            error = AadStsError.InvalidMessage(refusal.Message);
            return null;
        }

        if (message.Binding != binding)
        {
            error = AadStsError.InvalidMessage("It is not encoded as the binding asks for.");
            return null;
        }

        xml = message.Xml.ToArray();
        using var reader = XmlReader.Create(new MemoryStream(xml), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XElement.Load(reader);
    }

    /// <summary>An ID is text that does not begin with a digit.</summary>
    public static bool IsId(string? id) => !string.IsNullOrEmpty(id) && !char.IsAsciiDigit(id[0]);
}
