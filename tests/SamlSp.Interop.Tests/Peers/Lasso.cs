namespace SamlSp.Interop.Tests;

/// <summary>lasso, as Debian packages it.</summary>
public sealed class Lasso() : ProgramPeer("/usr/bin/python3", "python/lasso_idp.py");
