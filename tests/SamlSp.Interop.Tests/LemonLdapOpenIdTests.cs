namespace SamlSp.Interop.Tests;

public sealed class LemonLdapOpenIdTests(LemonLdapOpenId peer) : OpenIdPeerTests<LemonLdapOpenId>(peer);
