namespace SamlSp.Scaling;

/// <summary>What sign-ins leave in PostgreSQL.</summary>
internal sealed record StorageCosts
{
    /// <summary>A person's first.</summary>
    public required StorageCost FirstSignIn { get; init; }

    /// <summary>Any later one.</summary>
    public required StorageCost LaterSignIn { get; init; }
}
