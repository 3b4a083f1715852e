using System.Text;

namespace SamlSp.Protocol.Tests;

public class XmlTreeTests
{
    [Theory]
    [InlineData("<a/>")]
    [InlineData("\uFEFF<a/>")]
    [InlineData("<?xml version='1.0'?><a/>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\" ?>\r\n<a></a >\n")]
    [InlineData("<a x='1' y = \"2\" >&lt;&gt;&amp;&quot;&apos;&#65;&#x1F600;]]&gt;</a>")]
    [InlineData("<p:a xmlns:p='urn:p' xmlns='urn:d' p:x='1' x='1'><p:b/></p:a>")]
    [InlineData("<a xmlns='urn:d'><b xmlns=''/></a>")]
    [InlineData("<a x=']]>'/>")]
    [InlineData("<Ünïcödé xml:lang='de' xml:space='preserve'>𐍈</Ünïcödé>")]
    [InlineData("<a>&#9;&#10;&#13;</a>")]
    public void XmlTree_WellFormedDocument_IsRead(string xml) => Assert.Null(Parse(xml));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("text")]
    [InlineData("<a>")]
    [InlineData("<a")]
    [InlineData("<")]
    [InlineData("</a>")]
    [InlineData("<a></b>")]
    [InlineData("<a></ab>")]
    [InlineData("<a/><b/>")]
    [InlineData("<a/>x")]
    [InlineData("x<a/>")]
    [InlineData(" <?xml version='1.0'?><a/>", RefusalCodes.ForbiddenXml)]
    [InlineData("<a b/>")]
    [InlineData("<a b=c/>")]
    [InlineData("<a b='1'c='2'/>")]
    [InlineData("<a b='1' b='2'/>")]
    [InlineData("<a b='<'/>")]
    [InlineData("<a b='1/>")]
    [InlineData("<a xmlns:p='urn:1' xmlns:q='urn:1' p:x='1' q:x='2'/>")]
    [InlineData("<p:a/>")]
    [InlineData("<a p:x='1'/>")]
    [InlineData("<a><b xmlns:p='urn:p'/><p:c/></a>")]
    [InlineData("<:a/>")]
    [InlineData("<a:/>")]
    [InlineData("<a:b:c xmlns:a='urn:a'/>")]
    [InlineData("<1a/>")]
    [InlineData("< a/>")]
    [InlineData("<a/ >")]
    [InlineData("<a xmlns:p=''/>")]
    [InlineData("<a xmlns:xml='urn:x'/>")]
    [InlineData("<a xmlns:xmlns='urn:x'/>")]
    [InlineData("<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>")]
    [InlineData("<a xmlns='http://www.w3.org/2000/xmlns/'/>")]
    [InlineData("<a xml:xmlns='urn:x'/>")]
    [InlineData("<a xmlns:p='relative'/>")]
    [InlineData("<a xmlns='1'/>")]
    [InlineData("<a xmlns:p='urn:p' xmlns:p='urn:q'/>")]
    [InlineData("<xmlns:a/>")]
    [InlineData("<a>]]></a>")]
    [InlineData("<a>&amp</a>")]
    [InlineData("<a>& </a>")]
    [InlineData("<a>&#0;</a>")]
    [InlineData("<a>&#xD800;</a>")]
    [InlineData("<a>&#xFFFE;</a>")]
    [InlineData("<a>&#x110000;</a>")]
    [InlineData("<a>&#99999999999999999999;</a>")]
    [InlineData("<a>&#;</a>")]
    [InlineData("<a>&#x;</a>")]
    [InlineData("<a>&#X41;</a>")]
    [InlineData("<a>\u0001</a>")]
    [InlineData("<a>\0</a>")]
    [InlineData("<a>\uFFFF</a>")]
    [InlineData("<?xml version='1.1'?><a/>")]
    [InlineData("<?xml version='1.0' encoding='UTF-16'?><a/>")]
    [InlineData("<?xml version='1.0' encoding='UTF-7'?><a/>")]
    [InlineData("<?xml encoding='UTF-8'?><a/>")]
    [InlineData("<?xml version='1.0' standalone='maybe'?><a/>")]
    [InlineData("<?xml version='1.0'><a/>")]
    [InlineData("<!DOCTYPE a><a/>", RefusalCodes.ForbiddenXml)]
    [InlineData("<a/><!DOCTYPE a>", RefusalCodes.ForbiddenXml)]
    [InlineData("<a><!DOCTYPE b></a>", RefusalCodes.ForbiddenXml)]
    [InlineData("<?pi?><a/>", RefusalCodes.ForbiddenXml)]
    [InlineData("<a><?pi?></a>", RefusalCodes.ForbiddenXml)]
    [InlineData("<a/><?pi?>", RefusalCodes.ForbiddenXml)]
    [InlineData("<!-- c --><a/>", RefusalCodes.ForbiddenXml)]
    [InlineData("<a>b<!-- c -->d</a>", RefusalCodes.ForbiddenXml)]
    [InlineData("<a/><!-- c -->", RefusalCodes.ForbiddenXml)]
    [InlineData("<a><![CDATA[b]]></a>", RefusalCodes.ForbiddenXml)]
    [InlineData("<a>&e;</a>", RefusalCodes.ForbiddenXml)]
    [InlineData("<a b='&e;'/>", RefusalCodes.ForbiddenXml)]
    public void XmlTree_InvalidOrForbiddenDocument_IsRefused(string xml, string code = RefusalCodes.Malformed) =>
        Assert.Equal(code, Parse(xml)?.Code);

    [Theory]
    [InlineData(new byte[] { 0x3C, 0x61, 0x3E, 0xC0, 0xBC, 0x3C, 0x2F, 0x61, 0x3E })] // overlong
    [InlineData(new byte[] { 0x3C, 0x61, 0x3E, 0xED, 0xA0, 0x80, 0x3C, 0x2F, 0x61, 0x3E })] // surrogate
    [InlineData(new byte[] { 0x3C, 0x61, 0x3E, 0xFF, 0x3C, 0x2F, 0x61, 0x3E })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x3C, 0x00, 0x61, 0x00, 0x2F, 0x00, 0x3E, 0x00 })] // UTF-16
    public void XmlTree_BytesThatAreNotUtf8_AreMalformed(byte[] bytes)
    {
        Assert.False(XmlTree.TryParse(bytes, new(), XmlOptions.None, out _, out var refusal));
        Assert.Equal(RefusalCodes.Malformed, refusal.Code);
    }

    [Fact]
    public void XmlTree_LineEndsAndReferences_AreNormalizedAsXmlRequires()
    {
        using var tree = Read("<a b='1\r\n2\t3\n4\r5&#13;&#10;&#9;6'>1\r\n2\r3&#13;\n&#x41;</a>");
        Assert.Equal("1\n2\n3\r\nA", tree.Root.Text());
        Assert.Equal("1 2 3 4 5\r\n\t6", tree.Root.Attribute("b"u8));
    }

    [Fact]
    public void XmlTree_TextSplitByComments_IsOneText()
    {
        using var tree = Read("<!-- 1 --><a>ad<!-- 2 -->min&amp;<!---->co</a><!-- 3 -->", XmlOptions.AllowComments);
        Assert.Equal("admin&co", tree.Root.Text());
        Assert.False(XmlTree.TryParse("<a><!-- a--b --></a>"u8, new(), XmlOptions.AllowComments, out _, out _));
        Assert.False(XmlTree.TryParse("<a><!--></a>"u8, new(), XmlOptions.AllowComments, out _, out _));
    }

    [Fact]
    public void XmlTree_TextBesideElements_IsNotText()
    {
        using var tree = Read("<a>one<b/>two</a>");
        Assert.Null(tree.Root.Text());
        Assert.True(tree.Root.HasStrayText());
    }

    [Fact]
    public void XmlTree_RedeclaredPrefix_ResolvesInItsScope()
    {
        using var tree = Read("<p:a xmlns:p='urn:oasis:names:tc:SAML:2.0:protocol'><p:b xmlns:p='urn:other'/><p:c/></p:a>");
        Assert.True(tree.Root.Is("a"u8, Namespaces.Protocol));
        Assert.False(tree.Root.Child("c"u8, Namespaces.Assertion).Exists);
        Assert.True(tree.Root.Child("c"u8, Namespaces.Protocol).Exists);
        Assert.False(tree.Root.Child("b"u8, Namespaces.Protocol).Exists);
    }

    [Theory]
    [InlineData(64, null)]
    [InlineData(65, RefusalCodes.TooDeep)]
    [InlineData(5_000, RefusalCodes.TooDeep)]
    public void XmlTree_DepthOver64_IsTooDeep(int depth, string? code) =>
        Assert.Equal(code, Parse(string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth)))?.Code);

    [Fact]
    public void XmlTree_CountsOrSizeOverLimit_IsTooLarge()
    {
        var limits = new VerifierLimits
        {
            MaximumBytes = 2000,
            MaximumElements = 3,
            MaximumAttributesPerElement = 2,
            MaximumAttributes = 3,
            MaximumNamespaceDeclarations = 1,
        };
        Assert.Null(Parse("<a b='1' c='2'><a b='1' xmlns:p='urn:p'/><a/></a>", limits));
        Assert.Equal(RefusalCodes.TooLarge, Parse("<a><a/><a/><a/></a>", limits)?.Code);
        Assert.Equal(RefusalCodes.TooLarge, Parse("<a b='1' c='2' d='3'/>", limits)?.Code);
        Assert.Equal(RefusalCodes.TooLarge, Parse("<a b='1' c='2'><a b='1' c='2'/></a>", limits)?.Code);
        Assert.Equal(RefusalCodes.TooLarge, Parse("<a xmlns:p='urn:p'><a xmlns:p='urn:p'/></a>", limits)?.Code);
        Assert.Equal(RefusalCodes.TooLarge, Parse("<a>" + new string('x', 2000) + "</a>", limits)?.Code);
    }

    private static Refusal? Parse(string xml, VerifierLimits? limits = null)
    {
        if (!XmlTree.TryParse(Encoding.UTF8.GetBytes(xml), limits ?? new(), XmlOptions.None, out var tree, out var refusal))
        {
            return refusal;
        }

        tree.Dispose();
        return null;
    }

    private static XmlTree Read(string xml, XmlOptions options = XmlOptions.None)
    {
        Assert.True(XmlTree.TryParse(Encoding.UTF8.GetBytes(xml), new(), options, out var tree, out var refusal), refusal?.Message);
        return tree;
    }
}
