namespace SamlSp.Interop.Tests;

public sealed class LassoTests(Lasso peer) : SamlPeerTests<Lasso>(peer)
{
    [Fact]
    public Task SignIn_EncryptedAssertion_StartsASession() => SignInEncryptedAsync();

    [Fact]
    public Task SignIn_DefaultAlgorithms_IsRefusedWithWhatToSet() => RefuseAsync("weak_algorithm", "Set signatureMethod");
}
