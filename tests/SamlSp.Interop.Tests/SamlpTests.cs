namespace SamlSp.Interop.Tests;

public sealed class SamlpTests(Samlp peer) : SamlPeerTests<Samlp>(peer)
{
    [Fact]
    public Task SignIn_EncryptedAssertion_StartsASession() => SignInEncryptedAsync();

    [Fact]
    public Task SignIn_DefaultOptions_IsRefusedWithWhatToSet() => RefuseAsync("destination_mismatch", "Set destination and recipient");
}
