namespace SamlSp.Interop.Tests;

public sealed class Pysaml2Tests(Pysaml2 peer) : SamlPeerTests<Pysaml2>(peer)
{
    [Fact]
    public Task SignIn_DefaultAlgorithms_IsRefusedWithWhatToSet() => RefuseAsync("weak_algorithm", "set in the section service/idp");

    [Fact]
    public Task SignIn_EncryptedAssertion_IsRefusedForTripleDes() =>
        RefuseAsync("weak_algorithm", "encrypts with 3DES", encrypts: true, usesDefaults: false);
}
