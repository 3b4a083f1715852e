namespace SamlSp.EntraSandbox;

/// <summary>How a token is made: what an administrator sets for an app, and a few things to try an app with.</summary>
public sealed record SandboxTokenOptions
{
    /// <summary>What is signed (“Signing option”). Default: the assertion.</summary>
    public SandboxSigning Signing { get; init; }

    /// <summary>Whether the assertion is encrypted (“Token encryption”). Default: not.</summary>
    public SandboxEncryption Encryption { get; init; }

    /// <summary>What the NameID is. Default: <c>user.userprincipalname</c>, as in a new app.</summary>
    public SandboxNameId NameId { get; init; }

    /// <summary>How long ago the user authenticated, by AuthnInstant, when an account is picked. Default: zero.</summary>
    public TimeSpan AuthnAge { get; init; }

    /// <summary>Whether the user is in too many groups, so that a link stands in their place. Default false.</summary>
    public bool GroupOverage { get; init; }

    /// <summary>Whether the optional claim <c>acct</c> (0 member, 1 guest) is sent. Default false.</summary>
    public bool EmitAcct { get; init; }

    /// <summary>Whether the user authenticated with several factors. Default false.</summary>
    public bool MultiFactor { get; init; }

    /// <summary>Whether the user authenticated with a passkey, which phishing cannot imitate. Default false.</summary>
    public bool Passkey { get; init; }
}
