namespace SamlSp.Console;

/// <summary>A row of Entra's attribute mapping.</summary>
/// <param name="Target">The attribute of this server.</param>
/// <param name="Type">Entra's mapping type: <c>Direct</c> or <c>Expression</c>.</param>
/// <param name="Source">The source attribute, or the expression.</param>
/// <param name="Note">Why, or what to look at; null for nothing.</param>
internal sealed record ProvisioningMapping(string Target, string Type, string Source, string? Note);
