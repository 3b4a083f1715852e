namespace SamlSp.Protocol;

/// <summary>The reader's refusals; none of them holds content.</summary>
internal static class XmlRefusals
{
    public static readonly Refusal TooManyBytes = new(RefusalCodes.TooLarge, "The message is larger than the limit.");
    public static readonly Refusal TooManyElements = new(RefusalCodes.TooLarge, "The message has more elements than the limit.");
    public static readonly Refusal TooManyAttributes = new(
        RefusalCodes.TooLarge,
        "The message, or one element, has more attributes than the limit."
    );
    public static readonly Refusal TooManyNamespaces = new(
        RefusalCodes.TooLarge,
        "The message has more namespace declarations or prefixes than the limit."
    );
    public static readonly Refusal TooDeep = new(RefusalCodes.TooDeep, "Elements are nested deeper than the limit.");
    public static readonly Refusal DocumentType = new(RefusalCodes.ForbiddenXml, "The message has a document type declaration.");
    public static readonly Refusal Entity = new(
        RefusalCodes.ForbiddenXml,
        "The message refers to an entity other than the five predefined ones."
    );
    public static readonly Refusal ProcessingInstruction = new(RefusalCodes.ForbiddenXml, "The message has a processing instruction.");
    public static readonly Refusal Comment = new(RefusalCodes.ForbiddenXml, "The message has a comment.");
    public static readonly Refusal CharacterData = new(RefusalCodes.ForbiddenXml, "The message has a CDATA section.");
    public static readonly Refusal Encoding = new(RefusalCodes.Malformed, "The message is not UTF-8.");
    public static readonly Refusal Character = new(RefusalCodes.Malformed, "The message has a character that XML does not allow.");
    public static readonly Refusal Declaration = new(RefusalCodes.Malformed, "The XML declaration is not one of XML 1.0 in UTF-8.");
    public static readonly Refusal Empty = new(RefusalCodes.Malformed, "The message is empty.");
    public static readonly Refusal NotWellFormed = new(RefusalCodes.Malformed, "The message is not well-formed XML.");
    public static readonly Refusal TagMismatch = new(RefusalCodes.Malformed, "An end tag does not match its start tag.");
    public static readonly Refusal OutsideRoot = new(RefusalCodes.Malformed, "There is content before or after the document element.");
    public static readonly Refusal DuplicateAttribute = new(RefusalCodes.Malformed, "An element has the same attribute twice.");
    public static readonly Refusal Prefix = new(RefusalCodes.Malformed, "A namespace prefix is not declared.");
    public static readonly Refusal PrefixXml = new(
        RefusalCodes.Malformed,
        "The prefix xml is declared with another URI than its own, or its URI with another prefix."
    );
    public static readonly Refusal PrefixXmlns = new(RefusalCodes.Malformed, "The prefix xmlns is reserved, and so is its URI.");
    public static readonly Refusal EmptyNamespace = new(RefusalCodes.Malformed, "A namespace prefix is declared with an empty URI.");
    public static readonly Refusal RelativeNamespace = new(RefusalCodes.Malformed, "A namespace is declared with a relative URI.");
}
