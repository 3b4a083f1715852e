namespace SamlSp.Load;

/// <summary>A workload against a system, made anew for each window.</summary>
/// <param name="Name">The name in the report.</param>
/// <param name="Driver">The connections.</param>
/// <param name="System">Whose CPU time is counted.</param>
/// <param name="Workload">Makes a window's workload, for about as many requests as the number says.</param>
internal sealed record Contender(string Name, Driver Driver, IMeasuredSystem System, Func<int, Workload> Workload);
