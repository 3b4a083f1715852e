namespace SamlSp.Protocol;

/// <summary>Verifies SAML Responses (SAML Profiles 4.1.4). Immutable and safe for concurrent use.</summary>
/// <param name="limits">Bounds on the input.</param>
/// <param name="clock">The instant to judge at.</param>
public sealed class ResponseVerifier(VerifierLimits limits, TimeProvider clock)
{
    /// <summary>Verifies the value of the form field SAMLResponse: base64 of the XML (SAML Bindings 3.5.4).</summary>
    public VerificationResult VerifyFormValue(string formValue, ResponseExpectations expectations) => throw new NotSupportedException($"{limits} {clock}");

    /// <summary>Verifies the value of the form field SAMLResponse, given as ASCII octets.</summary>
    public VerificationResult VerifyFormValue(ReadOnlySpan<byte> formValue, ResponseExpectations expectations) => throw new NotSupportedException();

    /// <summary>Verifies a Response given as XML in UTF-8.</summary>
    public VerificationResult VerifyXml(ReadOnlySpan<byte> xml, ResponseExpectations expectations) => throw new NotSupportedException();
}
