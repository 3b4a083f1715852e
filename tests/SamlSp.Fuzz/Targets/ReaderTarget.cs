using System.Text;
using SamlSp.Protocol;

namespace SamlSp.Fuzz;

/// <summary>
/// The XML reader, beside <see cref="System.Xml.XmlReader"/>: what ours accepts, the other accepts and reads alike; what ours finds not
/// well-formed, so does the other.
/// </summary>
internal sealed class ReaderTarget : FuzzTarget
{
    private static readonly VerifierLimits Limits = new();
    private readonly MessageMutator _mutator = new(
        [.. Seeds.Accepted.Select(response => response.Xml).Concat(Seeds.Logout).Concat([Small, Spaces]).Select(XmlPiece.Parse)],
        [.. Seeds.Parts, XmlPiece.Parse(Small), XmlPiece.Parse(Spaces)]
    );

    public override string Name => "reader";

    private static string Small =>
        "<a xmlns='urn:a' xmlns:p='urn:b' x='1' p:x='2' y='&lt; &#9;&#13;'>t &amp; é<p:b xmlns='' c=''> </p:b><b>&#x1F600;]]&gt;</b></a>";

    private static string Spaces =>
        "<r xml:space='preserve' xml:lang='en'>\r\n <e\ta = 'x\r\ny\tz'\n/> <e></e >\t</r>".Replace(
            "</e >",
            "</e>",
            StringComparison.Ordinal
        );

    public override byte[] Make(FuzzRandom random) => _mutator.Make(random);

    public override object? Execute(byte[] input)
    {
        // Strict first; when that fails, as metadata is read.
        return
            XmlTree.TryParse(input, Limits, XmlOptions.None, out var tree, out _)
            || XmlTree.TryParse(input, Limits, XmlOptions.Metadata & ~XmlOptions.IgnoreEncoding, out tree, out var refusal)
            ? tree
            : refusal;
    }

    public override string? Judge(byte[] input, object? outcome, out string verdict)
    {
        if (outcome is Refusal refusal)
        {
            verdict = refusal.Code;
            return XmlReaderOracle.CompareRefusal(input, refusal);
        }

        verdict = "accepted";
        using var tree = (XmlTree)outcome!;
        return XmlReaderOracle.Compare(input, tree);
    }

    public override string? CheckHealth(FuzzRandom random) =>
        Execute(Encoding.UTF8.GetBytes(Small)) is XmlTree tree
            ? Judge(Encoding.UTF8.GetBytes(Small), tree, out _)
            : "A well-formed document is refused.";
}
