namespace SamlSp.Protocol;

/// <summary>Verifies incoming logout messages (SAML Profiles 4.4). Immutable and safe for concurrent use. Replay of a request's ID is the caller's to refuse.</summary>
/// <param name="limits">Bounds on the input.</param>
/// <param name="clock">The instant to judge at.</param>
public sealed class LogoutVerifier(VerifierLimits limits, TimeProvider clock)
{
    /// <summary>
    /// Verifies a message of the redirect binding from the raw query string (with or without <c>?</c>), exactly as it came over the wire: the signature is over
    /// its octets as sent, lower-case percent-encoding included (SAML Bindings 3.4.4.1).
    /// </summary>
    public LogoutMessageResult VerifyRedirect(string rawQuery, LogoutExpectations expectations) => throw new NotSupportedException($"{limits} {clock}");

    /// <summary>Verifies a message of the POST binding: the base64 form value, signed by an enveloped signature.</summary>
    public LogoutMessageResult VerifyPost(MessageParameter parameter, string formValue, string? relayState, LogoutExpectations expectations) => throw new NotSupportedException();
}
