using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace SamlSp.Protocol;

/// <summary>
/// Writes the messages that we send: UTF-8 without BOM or declaration, the usual prefixes, every value escaped by the framework's writer.
/// </summary>
internal sealed class MessageWriter : IDisposable
{
    private const string ProtocolPrefix = "samlp";
    private const string AssertionPrefix = "saml";

    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
        OmitXmlDeclaration = true,
        // A line break in a value stays one: the reader's normalisation must not change what is signed.
        NewLineHandling = NewLineHandling.Entitize,
        CheckCharacters = true,
    };

    private readonly MemoryStream _bytes = new();
    private readonly XmlWriter _writer;

    public MessageWriter() => _writer = XmlWriter.Create(_bytes, Settings);

    /// <summary>Starts a message: its element, ID, Version, IssueInstant and Destination.</summary>
    public void StartMessage(string name, string id, DateTimeOffset issueInstant, string? destination)
    {
        _writer.WriteStartElement(ProtocolPrefix, name, NamespaceUris.Protocol);
        _writer.WriteAttributeString("xmlns", AssertionPrefix, null, NamespaceUris.Assertion);
        Attribute("ID", CheckedId(id));
        Attribute("Version", "2.0");
        Attribute("IssueInstant", Instant(issueInstant));
        Attribute("Destination", destination);
    }

    public void StartProtocol(string name) => _writer.WriteStartElement(ProtocolPrefix, name, NamespaceUris.Protocol);

    public void StartAssertion(string name) => _writer.WriteStartElement(AssertionPrefix, name, NamespaceUris.Assertion);

    public void End() => _writer.WriteEndElement();

    /// <summary>Writes an attribute; null writes none.</summary>
    public void Attribute(string name, string? value)
    {
        if (value is not null)
        {
            _writer.WriteAttributeString(name, value);
        }
    }

    public void AssertionText(string name, string value) =>
        _writer.WriteElementString(AssertionPrefix, name, NamespaceUris.Assertion, value);

    public void ProtocolText(string name, string value) => _writer.WriteElementString(ProtocolPrefix, name, NamespaceUris.Protocol, value);

    /// <summary>Writes an element of somebody else's, with the namespaces that it needs.</summary>
    public void Element(XElement element) => element.WriteTo(_writer);

    public void Text(string value) => _writer.WriteString(value);

    /// <summary>Ends all open elements and returns the bytes.</summary>
    public byte[] ToArray()
    {
        _writer.WriteEndDocument();
        _writer.Flush();
        return _bytes.ToArray();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _bytes.Dispose();
    }

    /// <summary>An instant as SAML Core 1.3.3 has it: UTC, <c>Z</c>, milliseconds.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <exception cref="ArgumentException">The value is empty.</exception>
    public static void Require(string value, string property)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw new ArgumentException($"{property} must not be empty.", nameof(value));
        }
    }

    // An NCName never starts with a digit, which is the form that Entra refuses (AADSTS7500529).
    private static string CheckedId(string id)
    {
        try
        {
            return XmlConvert.VerifyNCName(id);
        }
        catch (Exception exception) when (exception is XmlException or ArgumentException)
        {
            throw new ArgumentException("A message's ID is an NCName: a letter or underscore first, no colon.", nameof(id), exception);
        }
    }
}
