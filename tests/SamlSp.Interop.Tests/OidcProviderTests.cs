namespace SamlSp.Interop.Tests;

public sealed class OidcProviderTests(OidcProvider peer) : OpenIdPeerTests<OidcProvider>(peer);
