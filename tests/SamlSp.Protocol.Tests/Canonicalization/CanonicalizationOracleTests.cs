using System.Diagnostics;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Xml;

namespace SamlSp.Protocol.Tests;

// The same bytes as two implementations that are not ours.
public class CanonicalizationOracleTests
{
    [Theory]
    [InlineData(null, 1, 6_000)]
    [InlineData("p", 20_001, 2_000)]
    [InlineData("#default q é", 30_001, 2_000)]
    public void Canonicalizer_GeneratedDocuments_AgreesWithSystemSecurityCryptographyXml(string? prefixes, int firstSeed, int count)
    {
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            var xml = GeneratedDocument.Make(seed);
            var transform = new XmlDsigExcC14NTransform { InclusiveNamespacesPrefixList = prefixes };
            var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };

            // XmlReader.Create normalises line ends and attribute values; LoadXml does not.
            using (var reader = XmlReader.Create(new StringReader(xml)))
            {
                document.Load(reader);
            }

            transform.LoadInput(document);
            var expected = new StreamReader((Stream)transform.GetOutput(typeof(Stream)), Encoding.UTF8).ReadToEnd();
            var actual = ExclusiveCanonicalizerTests.Canonicalize(xml, prefixes ?? "");
            if (actual != expected)
            {
                Assert.Fail($"seed {seed}\n{xml}\nexpected {expected}\nactual   {actual}");
            }
        }
    }

    [Fact]
    public void Canonicalizer_GeneratedDocuments_AgreesWithLibxml2()
    {
        var folder = Directory.CreateTempSubdirectory("samlsp-c14n-").FullName;
        try
        {
            foreach (var batch in Enumerable.Range(40_001, 10_000).Chunk(500))
            {
                var expected = new StringBuilder();
                var arguments = new List<string> { "--exc-c14n" };
                foreach (var seed in batch)
                {
                    // libxml2 does not escape namespace URIs, which Canonical XML 1.0 2.3 asks for and .NET does, and stops at URIs beyond
                    // ASCII.
                    var xml = GeneratedDocument
                        .Make(seed)
                        .Replace("&amp;y", "y", StringComparison.Ordinal)
                        .Replace("urn:z:é", "urn:z", StringComparison.Ordinal);
                    var path = Path.Combine(folder, seed + ".xml");
                    File.WriteAllText(path, xml);
                    arguments.Add(path);
                    expected.Append(ExclusiveCanonicalizerTests.Canonicalize(xml));
                }

                Assert.Equal(Run("xmllint", arguments), expected.ToString());
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Canonicalizer_OwnOutput_ChangesNothing()
    {
        for (var seed = 60_001; seed < 61_000; seed++)
        {
            var once = ExclusiveCanonicalizerTests.Canonicalize(GeneratedDocument.Make(seed));
            Assert.Equal(once, ExclusiveCanonicalizerTests.Canonicalize(once));
        }
    }

    private static string Run(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
