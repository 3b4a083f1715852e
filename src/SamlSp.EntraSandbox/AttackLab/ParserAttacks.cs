using System.Text;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>Group E: parser, denial of service, transport.</summary>
internal static class ParserAttacks
{
    public static IReadOnlyList<AttackCase> Cases { get; } =
    [
        new(
            "E01",
            "external-entity",
            "An entity that names a file",
            "An external entity asks the parser to read a file of the server.",
            RefusalCodes.ForbiddenXml,
            c => Form("<!DOCTYPE r [<!ENTITY file SYSTEM \"file:///etc/hostname\">]>" + c.Signed)
        ),
        new(
            "E02",
            "billion-laughs",
            "Entities that multiply",
            "Ten entities, each with ten of the one before. A few hundred bytes expand to gigabytes.",
            RefusalCodes.ForbiddenXml,
            c => Form(BillionLaughs() + c.Signed)
        ),
        new(
            "E03",
            "depth-bomb",
            "Thousands of nested elements",
            "Elements in Extensions are nested 5,000 levels deep. A recursive parser overflows its stack.",
            RefusalCodes.TooDeep,
            c =>
                Form(
                    c.Rearranged(t => AttackTree.Sign(t.Response, new(MessageElement.Protocol + "Extensions", "@@")))
                        .Replace("@@", Nested(5_000), StringComparison.Ordinal)
                )
        ),
        new(
            "E04",
            "attribute-flood",
            "Thousands of attributes",
            "One element has 5,000 attributes, which canonicalization has to sort.",
            RefusalCodes.TooLarge,
            c =>
                Form(
                    c.Edited(
                        "<samlp:Status>",
                        "<samlp:Status " + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"a{i}=\"\" ")) + ">"
                    )
                )
        ),
        new(
            "E08",
            "not-base64",
            "Not base64",
            "The form value is URL-safe base64 without padding, which lenient decoders accept.",
            RefusalCodes.Malformed,
            c => "-_" + Form(c.Signed).TrimEnd('=').Replace('+', '-').Replace('/', '_')
        ),
        new(
            "E09",
            "utf-16",
            "Not UTF-8",
            "The response is encoded in UTF-16. Two decoders can read two different texts.",
            RefusalCodes.Malformed,
            c => Convert.ToBase64String([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(c.Signed)])
        ),
    ];

    private static string Form(string xml) => TokenAssembler.FormValue(xml);

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("<x>", depth)) + string.Concat(Enumerable.Repeat("</x>", depth));

    private static string BillionLaughs()
    {
        var entities = Enumerable.Range(1, 9).Select(i => $"<!ENTITY l{i} \"{string.Concat(Enumerable.Repeat($"&l{i - 1};", 10))}\">");
        return $"<!DOCTYPE r [<!ENTITY l0 \"ha\">{string.Concat(entities)}]>";
    }
}
