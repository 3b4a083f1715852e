namespace SamlSp.Load;

/// <summary>A workload against a system, made anew for each window.</summary>
/// <param name="Name">The name in the report.</param>
/// <param name="Driver">The connections.</param>
/// <param name="System">Whose CPU time is counted.</param>
/// <param name="Workload">Makes a window's workload.</param>
internal sealed record Contender(string Name, Driver Driver, IMeasuredSystem System, Func<Workload> Workload);
