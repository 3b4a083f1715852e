namespace SamlSp.Interop.Tests;

/// <summary>pysaml2, as Debian packages it.</summary>
public sealed class Pysaml2() : ProgramPeer("/usr/bin/python3", "python/pysaml2_idp.py")
{
    /// <summary>The object identifier of uid: attributes have such names there.</summary>
    protected override string KeyClaim => "urn:oid:0.9.2342.19200300.100.1.1";
}
