using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// D03: an attacker who sends ciphertexts learns nothing from the answers.
public class UniformFailureTests
{
    [Fact]
    public void Decryption_ChangedCbcCiphertext_AlwaysGivesTheSameRefusal()
    {
        var verifier = new ResponseVerifier(new(), TestClock.Create());
        var idp = TestIdp.Create().Encrypted();
        var refusals = new HashSet<Refusal>();
        for (var i = 0; i < 300; i++)
        {
            var position = i;
            var response = (
                idp with
                {
                    Encryption = idp.Encryption! with
                    {
                        ChangeCiphertext = bytes =>
                        {
                            // From the end: padding, then well-formedness.
                            bytes[^(position + 1)] ^= (byte)(1 << (position % 8));
                            return bytes;
                        },
                    },
                }
            ).SignedResponse();
            var result = verifier.VerifyXml(response.Bytes, idp.Expectations());
            Assert.False(result.Accepted);
            if (result.Refusal.Code != RefusalCodes.SignatureInvalid)
            {
                refusals.Add(result.Refusal);
            }
        }

        Assert.Equal([RefusalCodes.DecryptionFailed], refusals.Select(r => r.Code));
    }
}
