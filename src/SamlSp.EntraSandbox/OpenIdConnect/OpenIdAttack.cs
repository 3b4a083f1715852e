namespace SamlSp.EntraSandbox;

/// <summary>A way to break an ID token, with the code that the app should log.</summary>
/// <param name="Id">Its name in forms and tests.</param>
/// <param name="Title">What is done, in a few words.</param>
/// <param name="ExpectedCode">The refusal code that SamlSp gives.</param>
/// <param name="Change">Breaks the token.</param>
internal sealed record OpenIdAttack(string Id, string Title, string ExpectedCode, Action<IdTokenDraft, SandboxClient> Change);
