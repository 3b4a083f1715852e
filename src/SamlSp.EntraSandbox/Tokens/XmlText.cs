using System.Globalization;
using System.Text;
using System.Xml;

namespace SamlSp.EntraSandbox;

/// <summary>Writes XML without a declaration, every value escaped by the framework's writer.</summary>
internal static class XmlText
{
    private static readonly XmlWriterSettings Settings = new() { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.Entitize };

    public static string Write(Action<XmlWriter> write)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, Settings))
        {
            write(xml);
        }

        return text.ToString();
    }

    public static void Attribute(this XmlWriter xml, string name, string? value)
    {
        if (value is not null)
        {
            xml.WriteAttributeString(name, value);
        }
    }

    /// <summary>UTC, milliseconds, <c>Z</c>.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
