using System.Text;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.Fuzz;

/// <summary>Logout messages of the POST binding, as form values.</summary>
internal sealed class LogoutPostTarget : FuzzTarget
{
    private readonly MessageMutator _mutator = new([.. Seeds.Logout.Select(XmlPiece.Parse)], Seeds.Parts);
    private readonly LogoutVerifier _verifier = new(new(), TestClock.Create());
    private readonly LogoutExpectations _expectations = TestLogout.Expectations(PinnedKeys.Idp);
    private readonly HashSet<string> _genuine;

    public LogoutPostTarget() =>
        _genuine = [.. Seeds.Logout.Select(xml => Claims.Of(Run(Convert.ToBase64String(Encoding.UTF8.GetBytes(xml)))))];

    public override string Name => "logout-post";

    public override byte[] Make(FuzzRandom random) => ByteMutator.ToBase64(_mutator.Make(random), random);

    public override object Execute(byte[] input) => Run(Encoding.Latin1.GetString(input));

    public override string? Judge(byte[] input, object? outcome, out string verdict)
    {
        var result = (LogoutMessageResult)outcome!;
        verdict = result.Refusal?.Code ?? "accepted";
        if (result.Refusal is not null)
        {
            return Verdicts.IsKnown(verdict) ? null : "A refusal with a code that is not documented: " + verdict;
        }

        var claims = Claims.Of(result);
        return _genuine.Contains(claims) ? null : "Accepted, with content that was not signed: " + claims;
    }

    public override string? CheckHealth(FuzzRandom random)
    {
        var result = Run(Convert.ToBase64String(Encoding.UTF8.GetBytes(random.Pick(Seeds.Logout))));
        return result.Refusal is null && _genuine.Contains(Claims.Of(result))
            ? null
            : "A genuine logout message is refused, or read otherwise.";
    }

    private LogoutMessageResult Run(string value)
    {
        var request = _verifier.VerifyPost(MessageParameter.SAMLRequest, value, null, _expectations);
        return request.Refusal is null ? request : _verifier.VerifyPost(MessageParameter.SAMLResponse, value, null, _expectations);
    }
}
