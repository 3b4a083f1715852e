namespace SamlSp.Scaling;

/// <summary>One kind of work, measured with one node and with two.</summary>
internal sealed record Operation
{
    /// <summary>One node and PostgreSQL.</summary>
    public required Measured OneNode { get; init; }

    /// <summary>Two nodes behind nginx, and the same PostgreSQL.</summary>
    public required Measured TwoNodes { get; init; }
}
