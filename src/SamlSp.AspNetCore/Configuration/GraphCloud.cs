namespace SamlSp.AspNetCore;

/// <summary>The clouds in which Microsoft runs Graph.</summary>
internal static class GraphCloud
{
    private static readonly Dictionary<string, string> Authorities = new(StringComparer.OrdinalIgnoreCase)
    {
        ["graph.microsoft.com"] = "https://login.microsoftonline.com",
        ["graph.microsoft.us"] = "https://login.microsoftonline.us",
        ["dod-graph.microsoft.us"] = "https://login.microsoftonline.us",
        ["microsoftgraph.chinacloudapi.cn"] = "https://login.partner.microsoftonline.cn",
    };

    /// <summary>The authority that gives tokens for an address of Graph; null when the address is not Microsoft's.</summary>
    public static string? AuthorityOf(Uri graph) => Authorities.GetValueOrDefault(graph.IdnHost);
}
