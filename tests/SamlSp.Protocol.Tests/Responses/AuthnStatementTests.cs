using System.Xml;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

public class AuthnStatementTests
{
    [Theory]
    [InlineData("2026-11-22T05:00:00Z", "_second")]
    [InlineData("2026-11-22T05:59:00Z", "_first")]
    [InlineData("2026-11-22T05:59:30Z", "_first")]
    public void AuthnStatement_Several_EarliestIsReported(string second, string sessionIndex)
    {
        var response = (TestIdp.Create() with { SessionIndex = "_first" })
            .BeforeSigning(
                (XmlDocument document) =>
                {
                    var statement = (DomElement)document.SelectSingleNode("//*[local-name()='AuthnStatement']")!;
                    var copy = (DomElement)statement.CloneNode(deep: true);
                    copy.SetAttribute("AuthnInstant", second);
                    copy.SetAttribute("SessionIndex", "_second");
                    statement.ParentNode!.AppendChild(copy);
                }
            )
            .SignedResponse();
        var assertion = new ResponseVerifier(new(), TestClock.Create()).VerifyXml(response.Bytes, response.Expectations()).Assertion!;
        Assert.Equal(sessionIndex, assertion.SessionIndex);
        Assert.Equal(sessionIndex == "_second" ? DateTimeOffset.Parse(second, null) : TestClock.Now.AddMinutes(-1), assertion.AuthnInstant);
    }
}
