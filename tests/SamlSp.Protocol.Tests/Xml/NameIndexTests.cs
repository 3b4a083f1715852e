using System.Text;

namespace SamlSp.Protocol.Tests;

public class NameIndexTests
{
    // The URIs and prefixes of a document are numbered by comparing at first, and by hashes from the 64th on.
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(250)]
    public void NameIndex_RepeatedNames_ShareOneNumber(int names)
    {
        var all = Enumerable.Range(0, names).Select(i => $"<p{i}:a xmlns:p{i}=\"urn:{new string('x', 100)}:{i}\"/>");
        var bytes = Encoding.UTF8.GetBytes("<r>" + string.Concat(Enumerable.Repeat(string.Concat(all), 3)) + "</r>");
        Assert.True(XmlTree.TryParse(bytes, new(), XmlOptions.None, out var tree, out _));
        using (tree)
        {
            var position = 0;
            foreach (var element in tree.Root.Children)
            {
                var node = tree.Nodes[element.Index];
                var name = position++ % names;
                Assert.Equal($"p{name}", Encoding.UTF8.GetString(tree.PrefixOf(node.Prefix)));
                Assert.Equal($"urn:{new string('x', 100)}:{name}", Encoding.UTF8.GetString(tree.UriOf(node.Namespace)));
            }

            Assert.Equal(3 * names, position);
            Assert.Equal(names, tree.Uris.Count);
            Assert.Equal(names + 2, tree.Prefixes.Count);
        }
    }
}
