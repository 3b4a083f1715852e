namespace SamlSp.EntraSandbox;

/// <summary>What the NameID is.</summary>
public enum SandboxNameId
{
    /// <summary>
    /// <c>user.userprincipalname</c>: the home UPN for an Entra guest, the <c>#EXT#</c> form for another guest. The service provider
    /// transforms.
    /// </summary>
    UserPrincipalName,

    /// <summary>The outcome of the tenant's conditional claim rows: the tenant transforms.</summary>
    Transformed,
}
