namespace SamlSp.Protocol;

public sealed partial class LogoutVerifier
{
    /// <summary>Verifies a message of the POST binding: the base64 form value, signed by an enveloped signature.</summary>
    public LogoutMessageResult VerifyPost(MessageParameter parameter, string formValue, string? relayState, LogoutExpectations expectations) => throw new NotSupportedException();
}
