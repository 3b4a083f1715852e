namespace SamlSp.Server;

/// <summary>
/// Asks a running server whether it is ready, for container images that have no <c>curl</c>: <c>SamlSp.Server health [URL]</c>.
/// </summary>
internal static class HealthProbe
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public static bool IsAskedFor(string[] args) => args is ["health", ..];

    /// <returns>The exit code: 0 for ready.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var url = args is [_, var given] ? given : "http://127.0.0.1:8080/healthz/ready";
        using var client = new HttpClient { Timeout = Timeout };
        try
        {
            using var answer = await client.GetAsync(new Uri(url));
            System.Console.WriteLine(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or UriFormatException)
        {
            System.Console.WriteLine(e.Message);
            return 1;
        }
    }
}
