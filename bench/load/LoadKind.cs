namespace SamlSp.Load;

/// <summary>What is to be done.</summary>
internal enum LoadKind
{
    /// <summary>Throughput, latency and cost.</summary>
    Figures,

    /// <summary>Cold start.</summary>
    StartUp,

    /// <summary>Bytes of rows and of the log.</summary>
    Rows,

    /// <summary>Endurance.</summary>
    Soak,
}
