namespace SamlSp.Protocol;

/// <summary>
/// Verifies incoming logout messages (SAML Profiles 4.4). Immutable and safe for concurrent use. Replay of a request's ID is the caller's
/// to refuse.
/// </summary>
/// <param name="limits">Bounds on the input.</param>
/// <param name="clock">The instant to judge at.</param>
public sealed partial class LogoutVerifier(VerifierLimits limits, TimeProvider clock)
{
    private static readonly Refusal NotOneMessage = new(
        RefusalCodes.Malformed,
        "There is not exactly one of SAMLRequest and SAMLResponse."
    );
    private static readonly Refusal WrongKind = new(
        RefusalCodes.Malformed,
        "The message is not a LogoutRequest in SAMLRequest, or a LogoutResponse in SAMLResponse."
    );
    private static readonly Refusal NoIssuer = new(
        RefusalCodes.UntrustedIssuer,
        "The message has no Issuer, or not one that is an entity's name."
    );
    private static readonly Refusal UnknownIssuer = new(RefusalCodes.UntrustedIssuer, "The message's Issuer is not configured.");
    private static readonly Refusal Unsigned = new(RefusalCodes.Unsigned, "The message is not signed.");
    private static readonly Refusal RelayStateTooLong = new(RefusalCodes.TooLarge, "RelayState is longer than 2,048 bytes.");
    private static readonly Refusal RelayStateNotText = new(RefusalCodes.Malformed, "RelayState is not properly encoded.");

    private Refusal? ReadAndCheck(
        XmlElement root,
        string issuer,
        LogoutExpectations expectations,
        out LogoutRequest? request,
        out LogoutResponse? response
    )
    {
        response = null;
        if (root.Is("LogoutRequest"u8, Namespaces.Protocol))
        {
            return LogoutReader.ReadRequest(root, issuer, out request) ?? LogoutChecks.Check(request!, expectations, clock.GetUtcNow());
        }

        request = null;
        return LogoutReader.ReadResponse(root, issuer, out response) ?? LogoutChecks.Check(response!, expectations, clock.GetUtcNow());
    }

    private static bool IsKind(XmlElement root, MessageParameter parameter) =>
        root.Is(parameter == MessageParameter.SAMLRequest ? "LogoutRequest"u8 : "LogoutResponse"u8, Namespaces.Protocol);

    private static LogoutMessageResult Refused(Refusal refusal) => new() { Refusal = refusal };
}
