using System.Text;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// Parser, denial of service, transport.
internal static partial class AttackCatalogue
{
    private static IEnumerable<AttackCase> GroupE() =>
        [
            Replaced(
                "E01_ExternalEntity",
                RefusalCodes.ForbiddenXml,
                "<samlp:Response ",
                "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><samlp:Response "
            ),
            Replaced(
                "E01_ParameterEntity",
                RefusalCodes.ForbiddenXml,
                "<samlp:Response ",
                "<!DOCTYPE r [<!ENTITY % x SYSTEM \"http://127.0.0.1:1/\"> %x;]><samlp:Response "
            ),
            Replaced("E01_UndeclaredEntity", RefusalCodes.ForbiddenXml, "alice@example.com", "&x;"),
            Replaced(
                "E01_Stylesheet",
                RefusalCodes.ForbiddenXml,
                "<samlp:Response ",
                "<?xml-stylesheet href=\"http://127.0.0.1:1/\"?><samlp:Response "
            ),
            Replaced(
                "E01_SchemaLocationIsNeverFetched",
                null,
                "<samlp:Response ",
                "<samlp:Response xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:x http://127.0.0.1:1/\" "
            ),
            Replaced(
                "E01_XIncludeInsideTheAssertion",
                RefusalCodes.SignatureInvalid,
                "<AttributeStatement>",
                "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\"/><AttributeStatement>"
            ),
            Replaced(
                "E02_BillionLaughs",
                RefusalCodes.ForbiddenXml,
                "<samlp:Response ",
                "<!DOCTYPE r [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><samlp:Response "
            ),
            Case(
                "E03_DepthBomb",
                RefusalCodes.TooDeep,
                idp => idp.AfterSigning((string xml) => Extended(xml, Repeat("<a>", 5_000) + Repeat("</a>", 5_000)))
            ),
            Case(
                "E03_SixtyLevelsAreAccepted",
                null,
                idp => idp.AfterSigning((string xml) => Extended(xml, Repeat("<a>", 60) + Repeat("</a>", 60)))
            ),
            Case(
                "E04_ManyAttributes",
                RefusalCodes.TooLarge,
                idp => idp.AfterSigning((string xml) => Extended(xml, Repeat("<a b='' c=''/>", 15_000)))
            ),
            Case(
                "E04_ManyAttributesOnOneElement",
                RefusalCodes.TooLarge,
                idp =>
                    idp.AfterSigning(
                        (string xml) => Extended(xml, "<a " + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"a{i}='' ")) + "/>")
                    )
            ),
            Case(
                "E04_ManyNamespaces",
                RefusalCodes.TooLarge,
                idp => idp.AfterSigning((string xml) => Extended(xml, Repeat("<a xmlns:b='urn:b'/>", 20_000)))
            ),
            Case(
                "E04_ManyNamespacesOnOneElement",
                RefusalCodes.TooLarge,
                idp =>
                    idp.AfterSigning(
                        (string xml) =>
                            Extended(xml, "<a " + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"xmlns:a{i}='urn:a' ")) + "/>")
                    )
            ),
            Case("E04_ManyElements", RefusalCodes.TooLarge, idp => idp.AfterSigning((string xml) => Extended(xml, Repeat("<a/>", 20_001)))),
            Case(
                "E04_CanonicalFormThatExplodes",
                RefusalCodes.TooLarge,
                idp =>
                    idp.AfterSigning(
                        (string xml) =>
                            Once(
                                Once(xml, "<samlp:Response ", $"<samlp:Response xmlns:x=\"urn:{new string('x', 50_000)}\" "),
                                "<AttributeStatement>",
                                Repeat("<x:a/>", 1_000) + "<AttributeStatement>"
                            )
                    )
            ),
            Case(
                "E04_SignedInfoWhoseCanonicalFormExplodes",
                RefusalCodes.SignatureStructure,
                idp =>
                    idp.AfterSigning(
                        (string xml) =>
                            Once(
                                Once(xml, "<samlp:Response ", $"<samlp:Response xmlns:x=\"urn:{new string('x', 50_000)}\" "),
                                "</SignedInfo>",
                                Repeat("<x:a/>", 1_000) + "</SignedInfo>"
                            )
                    )
            ),
            Case(
                "E05_ManyTransforms",
                RefusalCodes.SignatureStructure,
                idp =>
                    idp.AfterSigning(
                        (string xml) =>
                            Once(
                                xml,
                                "</Transforms>",
                                Repeat("<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>", 5_000) + "</Transforms>"
                            )
                    )
            ),
            Case(
                "E05_ManyReferences",
                RefusalCodes.SignatureStructure,
                idp =>
                    idp.AfterSigning((string xml) => Once(xml, "</SignedInfo>", Repeat("<Reference URI=\"#a\"/>", 5_000) + "</SignedInfo>"))
            ),
            Sent("E07_TooLargeBeforeDecoding", RefusalCodes.TooLarge, _ => Encoding.ASCII.GetBytes(new string('!', 2_000_000))),
            Sent("E07_TooLargeAfterDecoding", RefusalCodes.TooLarge, response => Form(response.Xml + new string(' ', 1024 * 1024))),
            Sent("E08_UrlSafe", RefusalCodes.Malformed, response => Encoding.ASCII.GetBytes("-_" + response.ToFormValue()[2..])),
            Sent("E08_Unpadded", RefusalCodes.Malformed, response => Encoding.ASCII.GetBytes(Padded(response).TrimEnd('='))),
            Sent("E08_StrayBitsInThePadding", RefusalCodes.Malformed, response => Encoding.ASCII.GetBytes(Padded(response)[..^3] + "h==")),
            Sent("E08_Double", RefusalCodes.Malformed, response => Form(response.ToFormValue())),
            Sent("E08_Garbage", RefusalCodes.Malformed, response => Encoding.ASCII.GetBytes(response.ToFormValue().Insert(100, "*"))),
            Sent("E08_DataAfterThePadding", RefusalCodes.Malformed, response => Encoding.ASCII.GetBytes(Padded(response) + "AAAA")),
            Sent("E08_Empty", RefusalCodes.Malformed, _ => []),
            Sent("E08_OnlyWhiteSpace", RefusalCodes.Malformed, _ => " \r\n"u8.ToArray()),
            Sent("E08_PlainXml", RefusalCodes.Malformed, response => response.Bytes),
            Sent(
                "E08_LineEndsAreAccepted",
                null,
                response =>
                    Encoding.ASCII.GetBytes(Convert.ToBase64String(response.Bytes, Base64FormattingOptions.InsertLineBreaks) + "\r\n")
            ),
            Sent(
                "E09_Utf16",
                RefusalCodes.Malformed,
                response => Form([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(response.Xml)])
            ),
            Sent("E09_Utf16WithoutAMark", RefusalCodes.Malformed, response => Form(Encoding.Unicode.GetBytes(response.Xml))),
            Sent("E09_Utf7Declared", RefusalCodes.Malformed, response => Form("<?xml version=\"1.0\" encoding=\"UTF-7\"?>" + response.Xml)),
            Sent(
                "E09_Utf8DeclaredAsLatin1",
                RefusalCodes.Malformed,
                response => Form("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + response.Xml)
            ),
            Sent(
                "E09_Utf8MarkAndDeclarationAreAccepted",
                null,
                response => Form("\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?>" + response.Xml)
            ),
            Sent("E09_TwoMarks", RefusalCodes.Malformed, response => Form("\uFEFF\uFEFF" + response.Xml)),
            Sent("E09_Overlong", RefusalCodes.Malformed, response => Form([.. response.Bytes, 0xC0, 0xA0])),
            Sent("E09_Nul", RefusalCodes.Malformed, response => Form(response.Xml + "\0")),
            Sent("E09_Xml11", RefusalCodes.Malformed, response => Form("<?xml version=\"1.1\"?>" + response.Xml)),
        ];

    /// <summary>Base64 of the response with white space behind it, so that two bytes of padding are needed.</summary>
    private static string Padded(TestResponse response) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(response.Xml + new string(' ', 3 + ((4 - (response.Bytes.Length % 3)) % 3))));

    private static string Extended(string xml, string content) =>
        Once(xml, "<samlp:Status>", "<samlp:Extensions>" + content + "</samlp:Extensions><samlp:Status>");

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();
}
