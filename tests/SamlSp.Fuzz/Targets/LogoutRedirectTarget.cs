using System.Text;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.Fuzz;

/// <summary>Logout messages of the redirect binding, as query strings; <see cref="MessageDecoder"/> reads them as well.</summary>
internal sealed class LogoutRedirectTarget : FuzzTarget
{
    private static readonly VerifierLimits Limits = new() { MaximumBytes = 128 * 1024 };
    private readonly MessageMutator _mutator = new([XmlPiece.Parse(TestLogout.Request), XmlPiece.Parse(TestLogout.Response)], Seeds.Parts);
    private readonly LogoutVerifier _verifier = new(Limits, TestClock.Create());
    private readonly LogoutExpectations _expectations = TestLogout.Expectations(PinnedKeys.Idp);
    private readonly string[] _queries;
    private readonly HashSet<string> _genuine;

    public LogoutRedirectTarget()
    {
        var request = new RedirectQuery
        {
            Xml = TestLogout.Request,
            RelayState = "a/b",
            Certificate = PinnedKeys.Idp,
        };
        var response = new RedirectQuery
        {
            Parameter = "SAMLResponse",
            Xml = TestLogout.Response,
            Certificate = PinnedKeys.Idp,
        };
        _queries = [request.ToString(), (request with { LowerCase = false, RelayState = null }).ToString(), response.ToString()];
        _genuine = [.. _queries.Select(query => Claims.Of(_verifier.VerifyRedirect(query, _expectations)))];
        Mutator = new(
            [
                .. _queries,
                (request with { Certificate = PinnedKeys.Untrusted }).ToString(),
                (response with { Certificate = null }).ToString(),
            ],
            _mutator
        );
    }

    public override string Name => "logout-redirect";

    private QueryMutator Mutator { get; }

    // The inflated message counts, too, and is bounded by its own limit.
    public override long AllocationBound(int inputLength) => (2 * 1024 * 1024) + (32L * inputLength);

    public override byte[] Make(FuzzRandom random) => Mutator.Make(random);

    public override object Execute(byte[] input)
    {
        var query = Encoding.Latin1.GetString(input);
        MessageDecoder.TryDecode(query, Limits, out _, out _);
        return _verifier.VerifyRedirect(query, _expectations);
    }

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
        var result = _verifier.VerifyRedirect(random.Pick(_queries), _expectations);
        return result.Refusal is null && _genuine.Contains(Claims.Of(result))
            ? null
            : "A genuine logout query is refused, or read otherwise.";
    }
}
