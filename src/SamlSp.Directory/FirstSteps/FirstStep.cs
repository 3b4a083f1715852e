namespace SamlSp.Directory;

/// <summary>The first steps of an organization, in their order. Stored by name, so the words stay as they are.</summary>
internal enum FirstStep
{
    /// <summary>The connection to the identity provider.</summary>
    Connection,

    /// <summary>A sign-in that was accepted, or a trial of one.</summary>
    SignIn,

    /// <summary>The e-mail domains and the primary domain.</summary>
    Domains,

    /// <summary>The claim rules.</summary>
    Rules,

    /// <summary>A request of the provisioning service with a secret that was accepted.</summary>
    Provisioning,

    /// <summary>A second owner.</summary>
    SecondOwner,
}
