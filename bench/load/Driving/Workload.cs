namespace SamlSp.Load;

/// <summary>What is sent, and what a right answer is.</summary>
/// <param name="Name">The name in the report.</param>
/// <param name="Request">Makes the request with that number; null when there is none left.</param>
/// <param name="Expected">The status of a right answer.</param>
internal sealed record Workload(string Name, Func<int, HttpRequestMessage?> Request, int Expected)
{
    private int _next = -1;

    /// <summary>The next request, whoever asks; null when there is none left.</summary>
    public HttpRequestMessage? Next() => Request(Interlocked.Increment(ref _next));
}
