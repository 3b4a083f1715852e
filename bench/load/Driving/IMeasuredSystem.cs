namespace SamlSp.Load;

/// <summary>Something that is driven, made of processes.</summary>
internal interface IMeasuredSystem
{
    /// <summary>CPU time so far by part (<see cref="Parts"/>), in seconds.</summary>
    IReadOnlyDictionary<string, double> CpuSeconds();

    /// <summary>Resident memory of the first node, in bytes.</summary>
    long ResidentBytes();
}
