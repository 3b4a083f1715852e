namespace SamlSp.Console;

/// <summary>What other settings would change for a user at the next sign-in.</summary>
internal enum RulesTrialOutcome
{
    /// <summary>The sign-in would be refused.</summary>
    Refused,

    /// <summary>The user would have another NameID.</summary>
    Renamed,

    /// <summary>The user would be in another org unit.</summary>
    Moved,
}
