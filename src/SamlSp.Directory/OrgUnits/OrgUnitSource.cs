namespace SamlSp.Directory;

/// <summary>Where an org unit comes from.</summary>
public enum OrgUnitSource
{
    /// <summary>The configuration declares it: it is changed there and nowhere else.</summary>
    Declared,

    /// <summary>It is always there: <c>/</c> and <c>/guests</c>. A policy can be set.</summary>
    BuiltIn,

    /// <summary>It was made here, by an administrator, provisioning or a sign-in.</summary>
    Stored,
}
