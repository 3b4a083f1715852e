using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// B17: whichever byte is changed, the message is refused or its claims are those that were signed.
public class BitFlipTests
{
    [Theory]
    [InlineData(SignedParts.Assertion)]
    [InlineData(SignedParts.Response)]
    [InlineData(SignedParts.Both)]
    public void Verifier_OneFlippedBit_IsRefusedOrChangesNothing(SignedParts parts)
    {
        var verifier = new ResponseVerifier(new(), TestClock.Create());
        var response = TestIdp.Create().Sign(parts).SignedResponse();
        var expectations = response.Expectations();
        var original = response.Bytes;
        var signed = Describe(verifier.VerifyXml(original, expectations).Assertion!);
        var accepted = 0;
        for (var i = 0; i < original.Length * 8; i += 7)
        {
            var bytes = original.ToArray();
            bytes[i / 8] ^= (byte)(1 << (i % 8));
            var result = verifier.VerifyXml(bytes, expectations);
            if (!result.Accepted)
            {
                continue;
            }

            accepted++;
            Assert.Equal(signed, Describe(result.Assertion));
        }

        // KeyInfo is about a fifth of the message, and the verifier does not read it.
        Assert.InRange(accepted, 1, original.Length * 8 / 7 / 2);
    }

    private static string Describe(VerifiedAssertion a) =>
        string.Join(
            '|',
            [
                a.Id,
                a.Issuer,
                a.NameId.ToString(),
                a.SessionIndex,
                $"{a.AuthnInstant:O}",
                $"{a.NotOnOrAfter:O}",
                a.InResponseTo,
                .. a.Attributes.Select(pair => pair.Key + "=" + string.Join(',', pair.Value)),
            ]
        );
}
