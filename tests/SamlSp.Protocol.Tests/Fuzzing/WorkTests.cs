using System.Text;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// E05: how much work a hostile message can cause before its signature is verified.
public class WorkTests
{
    private const string Method = $"<CanonicalizationMethod Algorithm=\"{XmlAlgorithms.ExclusiveC14n}\"";

    [Theory]
    [InlineData(1, RefusalCodes.SignatureInvalid)]
    [InlineData(512, RefusalCodes.SignatureInvalid)]
    [InlineData(513, RefusalCodes.SignatureStructure)]
    [InlineData(400_000, RefusalCodes.SignatureStructure)]
    public void Verifier_PrefixListOver512Prefixes_IsRefusedAsStructure(int prefixes, string code)
    {
        var list = string.Concat(Enumerable.Repeat("x ", prefixes));
        var response = TestIdp
            .Create()
            .Tampered(
                Method + " />",
                $"{Method}><ec:InclusiveNamespaces xmlns:ec=\"{XmlAlgorithms.ExclusiveC14n}\" PrefixList=\"{list}\"/></CanonicalizationMethod>"
            )
            .SignedResponse();
        var verifier = new ResponseVerifier(new(), TestClock.Create());
        Assert.Equal(code, verifier.VerifyXml(Encoding.UTF8.GetBytes(response.Xml), response.Expectations()).Refusal?.Code);
    }
}
