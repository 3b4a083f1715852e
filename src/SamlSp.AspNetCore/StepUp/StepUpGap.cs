namespace SamlSp.AspNetCore;

/// <summary>What an authentication lacks.</summary>
/// <param name="Code">The refusal's code.</param>
/// <param name="Reason">A sentence for the log.</param>
internal sealed record StepUpGap(string Code, string Reason)
{
    /// <summary>Whether only time has passed, so that a new sign-in by the same method will do.</summary>
    public bool IsAge => Code is Protocol.RefusalCodes.AuthnTooOld or SignInRefusalCodes.AuthnTimeMissing;
}
