namespace SamlSp.EntraSandbox;

/// <summary>A request of a provisioning cycle, as the log shows it.</summary>
/// <param name="Who">The user or group that it is about.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">The path below the tenant URL.</param>
/// <param name="Status">The answer's status; 0 when there was none.</param>
/// <param name="Detail">What the service said when it refused; null when it did not.</param>
internal sealed record ProvisioningStep(string Who, string Method, string Path, int Status, string? Detail)
{
    /// <summary>Whether the service did what was asked.</summary>
    public bool Succeeded => Status is >= 200 and < 300;
}
