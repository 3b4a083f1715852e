using System.Globalization;

namespace SamlSp.AspNetCore;

/// <summary>Domain names of organizations, each of which belongs to one organization only.</summary>
internal static class DomainName
{
    /// <summary>The form to compare by: lower case, international names in ASCII (RFC 5890 2.3.2.1).</summary>
    public static string Key(string domain)
    {
        try
        {
            return new IdnMapping().GetAscii(domain).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return domain.ToLowerInvariant();
        }
    }
}
