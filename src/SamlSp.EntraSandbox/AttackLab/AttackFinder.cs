namespace SamlSp.EntraSandbox;

/// <summary>The step of a sign-in that refuses an attack.</summary>
public enum AttackFinder
{
    /// <summary>The verification of the response.</summary>
    Verifier,

    /// <summary>The record of assertions that were used before.</summary>
    UsedAssertions,

    /// <summary>The rules by which an assertion's claims become a user.</summary>
    Identity,

    /// <summary>The policy that gives a session its end.</summary>
    SessionPolicy,
}
