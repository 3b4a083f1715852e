namespace SamlSp.EntraSandbox;

/// <summary>How Entra writes its PATCH requests.</summary>
internal enum ProvisioningDialect
{
    /// <summary>As by default: an operation for each attribute, operations in capitals, booleans as text.</summary>
    Default,

    /// <summary>
    /// As with <c>aadOptscim062020</c> in the tenant URL: operations in lower case, real booleans, one replace without a path.
    /// </summary>
    AadOptscim062020,
}
