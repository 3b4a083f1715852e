namespace SamlSp.Interop.Tests;

public sealed class LemonLdapTests(LemonLdap peer) : SamlPeerTests<LemonLdap>(peer)
{
    [Fact]
    public Task SignIn_EncryptedAssertion_StartsASession() => SignInEncryptedAsync();
}
