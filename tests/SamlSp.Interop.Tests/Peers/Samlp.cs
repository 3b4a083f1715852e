namespace SamlSp.Interop.Tests;

/// <summary>samlp, from npm.</summary>
public sealed class Samlp() : ProgramPeer("node", "node/samlp-idp.js");
