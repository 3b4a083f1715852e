using System.Diagnostics;
using System.Text;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

public class ConcurrencyTests
{
    [Fact]
    public void Verifier_SharedByManyThreads_VerifiesEachResponse()
    {
        var verifier = new ResponseVerifier(new(), TestClock.Create());
        var idp = TestIdp.Create().Encrypted();
        var expectations = idp.Expectations();
        var responses = Enumerable.Range(0, 8).Select(i => idp.Member("user" + i).SignedResponse().ToFormValue()).ToArray();
        Parallel.For(
            0,
            400,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            i => Assert.Equal($"user{i % 8}@example.com", verifier.VerifyFormValue(responses[i % 8], expectations).Assertion?.NameId.Value)
        );
    }

    [Theory]
    [InlineData("<a xmlns:p='urn:p'>", "</a>", 20_000)]
    [InlineData("<a b='1' c='2' d='3'/>", "", 100_000)]
    [InlineData("<a xmlns:p='urn:p'/>", "", 50_000)]
    [InlineData("<a>", "</a>", 5_000)]
    [InlineData("&#38;", "", 2_000_000)]
    public void Verifier_XmlBomb_IsRefusedWithinOneSecond(string open, string close, int count)
    {
        var bomb = new StringBuilder("<samlp:Response xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol'>")
            .Insert(67, open, count)
            .Insert(67 + (open.Length * count), close, count)
            .Append("</samlp:Response>");
        var bytes = Encoding.UTF8.GetBytes(bomb.ToString());
        var watch = Stopwatch.StartNew();
        var result = new ResponseVerifier(new(), TestClock.Create()).VerifyXml(bytes, TestIdp.Create().Expectations());
        Assert.Contains(result.Refusal?.Code, (string[])[RefusalCodes.TooLarge, RefusalCodes.TooDeep]);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), watch.Elapsed.ToString());
    }
}
