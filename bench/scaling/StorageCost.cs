namespace SamlSp.Scaling;

/// <summary>Octets and rows, for one sign-in.</summary>
/// <param name="WalOctets">Written to the log.</param>
/// <param name="TableOctets">Tables and indexes have grown by.</param>
/// <param name="Rows">New rows.</param>
internal sealed record StorageCost(double WalOctets, double TableOctets, double Rows);
