using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

public class AttributeTests
{
    [Fact]
    public void Attributes_SeveralOfOneName_AreOneEntry() =>
        Assert.Equal(
            ["1", "2", "3", "4"],
            Read(
                "<Attribute Name=\"n\"><AttributeValue>1</AttributeValue><AttributeValue>2</AttributeValue></Attribute>"
                    + "<Attribute Name=\"m\"/><Attribute Name=\"n\"><AttributeValue>3</AttributeValue></Attribute><Attribute Name=\"n\"><AttributeValue>4</AttributeValue></Attribute>"
            )["n"]
        );

    [Fact]
    public void Attributes_FriendlyName_IsNotUsedAsName()
    {
        var attributes = Read(
            $"<Attribute Name=\"n\" FriendlyName=\"{EntraClaims.ObjectId}\"><AttributeValue>evil</AttributeValue></Attribute>"
        );
        Assert.Equal(["evil"], attributes["n"]);
        Assert.Equal([TestUsers.Alice.ObjectId], attributes[EntraClaims.ObjectId]);
    }

    [Fact]
    public void Attributes_NamesDifferingInCaseOrSpace_AreDifferent()
    {
        var attributes = Read(
            "<Attribute Name=\"n\"><AttributeValue>1</AttributeValue></Attribute><Attribute Name=\"N\"><AttributeValue>2</AttributeValue></Attribute><Attribute Name=\"n \"><AttributeValue>3</AttributeValue></Attribute>"
        );
        Assert.Equal(["1"], attributes["n"]);
        Assert.Equal(["2"], attributes["N"]);
        Assert.Equal(["3"], attributes["n "]);
    }

    [Fact]
    public void AttributeValues_StructureNilOrEmptyText_OnlyTextIsAValue() =>
        Assert.Equal(
            ["", " a ", "b"],
            Read(
                "<Attribute Name=\"n\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><AttributeValue/><AttributeValue><NameID>x</NameID></AttributeValue>"
                    + "<AttributeValue>y<z/></AttributeValue><AttributeValue xsi:nil=\"true\"/><AttributeValue> a </AttributeValue><AttributeValue xsi:nil=\"0\">b</AttributeValue></Attribute>"
            )["n"]
        );

    [Fact]
    public void Attributes_WithoutValues_IsAnEmptyEntry() => Assert.Empty(Read("<Attribute Name=\"n\"/>")["n"]);

    [Fact]
    public void NameIdAndValues_WhitespaceAndUnicode_AreNotTrimmedOrNormalized()
    {
        const string text = " \u200Bal\u00ADice\u0301 ";
        var response = TestIdp.Create().NameId(text).Attribute("n", text).SignedResponse();
        var assertion = new ResponseVerifier(new(), TestClock.Create()).VerifyXml(response.Bytes, response.Expectations()).Assertion;
        Assert.Equal(text, assertion?.NameId.Value);
        Assert.Equal([text], assertion?.Attributes["n"]);
    }

    [Fact]
    public void AttributeValues_ThousandTypedGroups_AreRead()
    {
        var values = string.Concat(
            Enumerable
                .Range(0, 1_000)
                .Select(i =>
                    $"<AttributeValue xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"xs:string\">g{i}</AttributeValue>"
                )
        );
        Assert.Equal(1_000, Read($"<Attribute Name=\"n\">{values}</Attribute>")["n"].Count);
    }

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> Read(string attributes)
    {
        var response = TestIdp
            .Create()
            .BeforeSigning(
                (string text) => text.Replace("<AttributeStatement>", "<AttributeStatement>" + attributes, StringComparison.Ordinal)
            )
            .SignedResponse();
        var result = new ResponseVerifier(new(), TestClock.Create()).VerifyXml(response.Bytes, response.Expectations());
        Assert.True(result.Accepted, result.Refusal?.Code + " " + result.Refusal?.Message);
        return result.Assertion.Attributes;
    }
}
