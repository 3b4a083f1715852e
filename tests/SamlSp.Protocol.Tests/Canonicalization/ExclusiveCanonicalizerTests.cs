using System.Text;

namespace SamlSp.Protocol.Tests;

public class ExclusiveCanonicalizerTests
{
    [Theory]
    [InlineData("<a/>", "<a></a>")]
    [InlineData("<?xml version='1.0'?>\n<a></a>\n", "<a></a>")]
    [InlineData("<a b='2' a = '1'/>", "<a a=\"1\" b=\"2\"></a>")]
    [InlineData("<a>&lt;&gt;&amp;&quot;'\"&#13;\r\n&#9;&#x10FFFF;</a>", "<a>&lt;&gt;&amp;\"'\"&#xD;\n\t\U0010FFFF</a>")]
    [InlineData("<a b='&lt;>&amp;&quot;&apos;&#13;&#10;&#9; \n'/>", "<a b=\"&lt;>&amp;&quot;'&#xD;&#xA;&#x9;  \"></a>")]
    [InlineData("<a xmlns:p='urn:p' xmlns:q='urn:q'><p:b q:c=''/></a>", "<a><p:b xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" q:c=\"\"></p:b></a>")]
    [InlineData(
        "<p:a xmlns:p='urn:p'><p:b/><p:c xmlns:p='urn:q'/><p:d/></p:a>",
        "<p:a xmlns:p=\"urn:p\"><p:b></p:b><p:c xmlns:p=\"urn:q\"></p:c><p:d></p:d></p:a>"
    )]
    [InlineData("<a xmlns='urn:d'><b xmlns=''><c/></b><d/></a>", "<a xmlns=\"urn:d\"><b xmlns=\"\"><c></c></b><d></d></a>")]
    [InlineData(
        "<p:a xmlns='urn:d' xmlns:p='urn:p'><b xmlns=''/><c/></p:a>",
        "<p:a xmlns:p=\"urn:p\"><b></b><c xmlns=\"urn:d\"></c></p:a>"
    )]
    [InlineData(
        "<a xmlns:b='urn:z' xmlns:c='urn:y' b:x='1' c:x='2' y='3' xml:lang='de'/>",
        "<a xmlns:b=\"urn:z\" xmlns:c=\"urn:y\" y=\"3\" xml:lang=\"de\" c:x=\"2\" b:x=\"1\"></a>"
    )]
    public void Canonicalizer_WholeDocument_WritesCanonicalForm(string xml, string canonical) => Assert.Equal(canonical, Canonicalize(xml));

    [Fact]
    public void Canonicalizer_AttributesOfOneNamespace_AreOrderedByCodePoint()
    {
        // U+FB01 sorts after U+10000 as UTF-16, and before it as code points.
        Assert.Equal("<a \uF900=\"1\" \U00010000=\"2\"></a>", Canonicalize("<a \U00010000='2' \uF900='1'/>"));
    }

    [Fact]
    public void Canonicalizer_NamespacesOutsideApex_WritesOnlyVisiblyUtilizedOnes()
    {
        const string xml = "<r xmlns='urn:d' xmlns:p='urn:p' xmlns:q='urn:q' xml:lang='de'><p:a><b/></p:a></r>";
        Assert.Equal("<p:a xmlns:p=\"urn:p\"><b xmlns=\"urn:d\"></b></p:a>", Canonicalize(xml, apex: "a"));
    }

    [Fact]
    public void Canonicalizer_PrefixList_WritesListedNamespacesInScope()
    {
        const string xml = "<r xmlns='urn:d' xmlns:p='urn:p' xmlns:q='urn:q'><p:a><p:b xmlns:q='urn:q2' xmlns=''/></p:a></r>";
        Assert.Equal("<p:a xmlns:p=\"urn:p\" xmlns:q=\"urn:q\"><p:b xmlns:q=\"urn:q2\"></p:b></p:a>", Canonicalize(xml, "q", apex: "a"));
        Assert.Equal(
            "<p:a xmlns=\"urn:d\" xmlns:p=\"urn:p\"><p:b xmlns=\"\"></p:b></p:a>",
            Canonicalize(xml, " #default \n unknown ", apex: "a")
        );
    }

    [Fact]
    public void Canonicalizer_OmittedElement_LeavesNothingBehind() =>
        Assert.Equal("<a>1<c></c>23</a>", Canonicalize("<a>1<c/>2<b><d>x</d></b>3</a>", omit: "b"));

    [Fact]
    public void Canonicalizer_OutputOverLimit_Overflows()
    {
        var xml = "<r xmlns:p='urn:" + new string('x', 10_000) + "'>" + string.Concat(Enumerable.Repeat("<p:a/>", 1000)) + "</r>";
        Assert.True(XmlTree.TryParse(Encoding.UTF8.GetBytes(xml), new(), XmlOptions.None, out var tree, out _));
        using (tree)
        {
            using var output = new ByteBuffer(256, 100_000);
            ExclusiveCanonicalizer.Write(tree.Root, default, default, output);
            Assert.True(output.Overflowed);
        }
    }

    internal static string Canonicalize(string xml, string prefixes = "", string? apex = null, string? omit = null)
    {
        Assert.True(XmlTree.TryParse(Encoding.UTF8.GetBytes(xml), new(), XmlOptions.None, out var tree, out var refusal), refusal?.Message);
        using (tree)
        {
            using var output = new ByteBuffer(256);
            ExclusiveCanonicalizer.Write(
                apex is null ? tree.Root : Find(tree, apex),
                omit is null ? default : Find(tree, omit),
                Encoding.UTF8.GetBytes(prefixes),
                output
            );
            return Encoding.UTF8.GetString(output.Written);
        }
    }

    private static XmlElement Find(XmlTree tree, string localName)
    {
        for (var i = 0; i < tree.Nodes.Count; i++)
        {
            if (tree.Nodes[i].IsElement && new XmlElement(tree, i).LocalName.SequenceEqual(Encoding.UTF8.GetBytes(localName)))
            {
                return new(tree, i);
            }
        }

        throw new InvalidOperationException("There is no such element.");
    }
}
