namespace SamlSp.Scaling;

/// <summary>Bytes and rows, for one sign-in.</summary>
/// <param name="WalBytes">Written to the log.</param>
/// <param name="TableBytes">Tables and indexes have grown by.</param>
/// <param name="Rows">New rows.</param>
internal sealed record StorageCost(double WalBytes, double TableBytes, double Rows);
