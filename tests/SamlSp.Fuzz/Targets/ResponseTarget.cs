using System.Text;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.Fuzz;

/// <summary>Responses as XML, or as form values.</summary>
/// <param name="isForm">Whether base64 is around the XML.</param>
/// <param name="trusted">A key to trust besides the identity provider's: for the tests of the fuzzer itself.</param>
internal sealed class ResponseTarget(bool isForm, params IReadOnlyList<VerificationKey> trusted) : FuzzTarget
{
    private readonly MessageMutator _mutator = new([.. Seeds.Accepted.Select(response => XmlPiece.Parse(response.Xml))], Seeds.Parts);
    private readonly MessageMutator _encrypted = new([.. Seeds.Encrypted.Select(response => XmlPiece.Parse(response.Xml))], Seeds.Parts);
    private readonly ResponseVerifier _verifier = new(new(), TestClock.Create());
    private readonly ResponseExpectations _expectations = Expect(trusted);
    private readonly HashSet<string> _genuine = Genuine();

    public override string Name => isForm ? "form" : "response";

    public override byte[] Make(FuzzRandom random)
    {
        var xml = (random.Once(100) ? _encrypted : _mutator).Make(random);
        return isForm ? ByteMutator.ToBase64(xml, random) : xml;
    }

    public override object Execute(byte[] input) =>
        isForm ? _verifier.VerifyFormValue(input, _expectations) : _verifier.VerifyXml(input, _expectations);

    public override string? Judge(byte[] input, object? outcome, out string verdict)
    {
        var result = (VerificationResult)outcome!;
        verdict = result.Refusal?.Code ?? "accepted";
        if (!result.Accepted)
        {
            return Verdicts.IsKnown(verdict) ? null : "A refusal with a code that is not documented: " + verdict;
        }

        var claims = Claims.Of(result.Assertion);
        return _genuine.Contains(claims) ? null : "Accepted, with claims that were not signed for us: " + claims;
    }

    public override string? CheckHealth(FuzzRandom random)
    {
        var seed = random.Once(16) ? random.Pick(Seeds.Encrypted) : random.Pick(Seeds.Accepted);
        var result = isForm
            ? _verifier.VerifyFormValue(Encoding.ASCII.GetBytes(seed.ToFormValue()), _expectations)
            : _verifier.VerifyXml(XmlPiece.Parse(seed.Xml).ToBytes(), _expectations);
        if (!result.Accepted)
        {
            return $"A genuine response is refused: {result.Refusal.Code}, {result.Refusal.Message}";
        }

        return _genuine.Contains(Claims.Of(result.Assertion)) ? null : "A genuine response is accepted with other claims.";
    }

    /// <summary>What is expected: an answer to our request by the one identity provider.</summary>
    internal static ResponseExpectations Expect(IReadOnlyList<VerificationKey> more)
    {
        var issuer = new TrustedIssuer
        {
            EntityId = TestTenant.Issuer,
            SigningKeys =
            [
                VerificationKey.FromCertificate(PinnedKeys.Idp),
                VerificationKey.FromCertificate(TestCertificates.IdpEcdsa),
                .. more,
            ],
        };
        return TestIdp.Create().Expectations(PinnedKeys.Idp) with
        {
            FindIssuer = id => id == TestTenant.Issuer ? issuer : null,
            DecryptionKeys =
            [
                DecryptionKey.FromRsa(
                    System.Security.Cryptography.X509Certificates.RSACertificateExtensions.GetRSAPrivateKey(PinnedKeys.SpDecryption)!
                ),
            ],
        };
    }

    private static HashSet<string> Genuine()
    {
        var verifier = new ResponseVerifier(new(), TestClock.Create());
        var expectations = Expect([]);
        var genuine = new HashSet<string>(StringComparer.Ordinal);
        foreach (var seed in Seeds.Accepted.Concat(Seeds.Encrypted))
        {
            var result = verifier.VerifyXml(seed.Bytes, expectations);
            genuine.Add(
                Claims.Of(result.Assertion ?? throw new InvalidOperationException("A seed is refused: " + result.Refusal!.Message))
            );
        }

        foreach (var seed in Seeds.Foreign)
        {
            if (verifier.VerifyXml(seed.Bytes, expectations).Accepted)
            {
                throw new InvalidOperationException("A seed that is not for us is accepted: " + seed.Xml);
            }
        }

        return genuine;
    }
}
