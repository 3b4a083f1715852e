namespace SamlSp.Scaling;

/// <summary>What was measured, as <c>bench/load --json</c> writes it.</summary>
internal sealed record Inputs
{
    /// <summary>The day.</summary>
    public required string MeasuredAt { get; init; }

    /// <summary>Cores of the machine, on which everything ran: nodes, database, proxy, driver.</summary>
    public required int Cores { get; init; }

    /// <summary>Sign-ins by SAML.</summary>
    public required Operation SignIn { get; init; }

    /// <summary>Requests with a session.</summary>
    public required Operation Request { get; init; }

    /// <summary>SCIM creations; null where they were not measured.</summary>
    public Operation? Upsert { get; init; }

    /// <summary>What sign-ins leave in the database.</summary>
    public required StorageCosts Storage { get; init; }
}
