namespace SamlSp.Scim;

/// <summary>What a list request asks for (RFC 7644 3.4.2).</summary>
internal sealed record ListQuery
{
    public const int DefaultCount = 100;
    public const int MaxAtOnce = 1000;

    public string? Filter { get; init; }

    /// <summary>From 1.</summary>
    public int StartIndex { get; init; } = 1;

    public int Count { get; init; } = DefaultCount;

    public string? SortBy { get; init; }

    public bool Descending { get; init; }

    public required Projection Projection { get; init; }

    public bool Wants(string attribute) => Projection.Wants(attribute);
}
