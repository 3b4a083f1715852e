namespace SamlSp.Load;

/// <summary>Requests with a session's cookie.</summary>
internal static class Requests
{
    /// <summary>The workload: one of the cookies after the other.</summary>
    public static Workload Workload(string name, string url, IReadOnlyList<string> cookies) =>
        new(name, number => Get(url, cookies[number % cookies.Count]), 200);

    public static HttpRequestMessage Get(string url, string cookie)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        return request;
    }
}
