using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.Fuzz;

/// <summary>
/// Responses that the identity provider itself signed, after they were changed: what is behind the signature's verification. Whatever is
/// accepted is read once more, by XmlDocument, and has to say the same.
/// </summary>
internal sealed class SignedTarget : FuzzTarget
{
    private readonly MessageMutator _mutator = new([.. Seeds.Accepted.Select(response => XmlPiece.Parse(response.Xml))], Seeds.Parts);
    private readonly SigningKey _key = SigningKey.FromCertificate(PinnedKeys.Idp);
    private readonly ResponseVerifier _verifier = new(new(), TestClock.Create());
    private readonly ResponseExpectations _expectations = ResponseTarget.Expect([]);

    public override string Name => "signed";

    public override byte[] Make(FuzzRandom random) => Forger.Resign(_mutator.MakeTree(random), random, _key);

    public override object Execute(byte[] input) => _verifier.VerifyXml(input, _expectations);

    public override string? Judge(byte[] input, object? outcome, out string verdict)
    {
        var result = (VerificationResult)outcome!;
        verdict = result.Refusal?.Code ?? "accepted";
        if (!result.Accepted)
        {
            return Verdicts.IsKnown(verdict) ? null : "A refusal with a code that is not documented: " + verdict;
        }

        return DocumentOracle.Compare(input, result.Assertion);
    }
}
