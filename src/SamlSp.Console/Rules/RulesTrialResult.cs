namespace SamlSp.Console;

/// <summary>The result of trying other settings on the last accepted sign-ins.</summary>
/// <param name="Tried">How many users were tried.</param>
/// <param name="Affected">The users for whom something would change: refused ones first, the user who saves before others.</param>
internal sealed record RulesTrialResult(int Tried, IReadOnlyList<RulesTrialUser> Affected)
{
    /// <summary>The answer to the question of an ordinary change.</summary>
    public const string Yes = "yes";

    /// <summary>The answer of a user who knows that the change locks out themselves, or everybody who was tried.</summary>
    public const string LockedOut = "locked-out";

    /// <summary>How many users would be refused.</summary>
    public int Refused => Count(RulesTrialOutcome.Refused);

    /// <summary>How many users would have another NameID.</summary>
    public int Renamed => Count(RulesTrialOutcome.Renamed);

    /// <summary>How many users would be in another org unit.</summary>
    public int Moved => Count(RulesTrialOutcome.Moved);

    /// <summary>Whether the user who saves would be refused.</summary>
    public bool RefusesSelf => Affected.Any(user => user.IsSelf && user.Outcome == RulesTrialOutcome.Refused);

    /// <summary>Whether the user who saves, or everybody who was tried, would be refused.</summary>
    public bool LocksOut => RefusesSelf || (Refused > 0 && Refused == Tried);

    /// <summary>A sentence for the message that something was saved.</summary>
    public string Summary =>
        Tried == 0 ? "There was no accepted sign-in to try it on."
        : Affected.Count == 0
            ? $"Tried on the last accepted {(Tried == 1 ? "sign-in" : $"sign-ins of {Tried} users")}: nobody is refused, renamed or moved."
        : "";

    /// <summary>Whether the question was answered, or there is none.</summary>
    public bool IsConfirmed(string? answer) => Affected.Count == 0 || answer == LockedOut || (answer == Yes && !LocksOut);

    private int Count(RulesTrialOutcome outcome) => Affected.Count(user => user.Outcome == outcome);
}
