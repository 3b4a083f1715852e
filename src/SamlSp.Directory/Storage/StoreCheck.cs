using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Finds what is wrong with the store's settings together with everything else that is wrong: values, certificates, a folder that cannot be
/// made.
/// </summary>
internal sealed class StoreCheck(StoreSettings settings, KeyCertificates certificates, StoreReadiness readiness) : IConfigurationCheck
{
    public IEnumerable<string> Check()
    {
        try
        {
            settings.Check();
            certificates.Check();
            settings.CheckFile();
            return [];
        }
        catch (SamlSpConfigurationException e)
        {
            return e.Errors;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ["SamlSp:Storage:ConnectionString: the SQLite file cannot be made: " + e.Message];
        }
    }

    /// <summary>
    /// Brings the schema up to date before anything else reads or writes: a store that is not the one that was in use is refused in one
    /// line. One that is down is for <see cref="StoreStartup"/> to say.
    /// </summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StoreStartup.Patience);
        try
        {
            await readiness.EnsureAsync(patience.Token);
        }
        catch (Exception e)
            when (e is StoreUnavailableException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The start goes on without it.
        }
    }
}
