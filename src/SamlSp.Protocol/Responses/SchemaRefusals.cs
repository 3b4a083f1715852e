using System.Text;

namespace SamlSp.Protocol;

/// <summary>Refusals for elements that do not follow SAML's schema, each with the element's name.</summary>
internal static class SchemaRefusals
{
    private const int MaxNameLength = 40;

    /// <summary>A child that does not belong there, or not at that place in the schema's order.</summary>
    public static Refusal Unexpected(XmlElement child, string parent) =>
        new(RefusalCodes.Malformed, $"{Name(child)} is not allowed at its place in the {parent}.");

    /// <summary>An element whose ID is missing or is not one.</summary>
    public static Refusal Id(XmlElement element) =>
        new(
            RefusalCodes.Malformed,
            $"The ID of the {Name(element)} is missing, or does not begin with a letter or an underscore as SAML's IDs do."
        );

    /// <summary>Text where only elements are allowed.</summary>
    public static Refusal Text(XmlElement element) =>
        new(RefusalCodes.Malformed, $"The {Name(element)} has text between its child elements.");

    /// <summary>A required child that is missing.</summary>
    public static Refusal Missing(string child, string parent) => new(RefusalCodes.Malformed, $"The {parent} has no {child}.");

    // The name comes from the message: only a short one of ASCII letters, digits, dots, hyphens and underscores is repeated.
    private static string Name(XmlElement element) =>
        element.LocalName.Length <= MaxNameLength && Ascii.IsValid(element.LocalName)
            ? Encoding.ASCII.GetString(element.LocalName)
            : "An element with an unusual name";
}
