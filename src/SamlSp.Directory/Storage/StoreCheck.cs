using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Finds what is wrong with the store's settings together with everything else that is wrong: values, certificates, a folder that cannot be
/// made.
/// </summary>
internal sealed class StoreCheck(StoreSettings settings, KeyCertificates certificates) : IConfigurationCheck
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
}
