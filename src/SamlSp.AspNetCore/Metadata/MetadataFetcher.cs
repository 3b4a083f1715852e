using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace SamlSp.AspNetCore;

/// <summary>
/// Fetches documents over HTTP, with limits for time and size. Follows few redirects, none to a weaker scheme. Connects to a private
/// address only if the operator named the host. Addresses are checked when the connection is opened, so that a name that resolves
/// differently the second time (DNS rebinding) gains nothing. Connections are kept open and reused for up to 5 minutes.
/// </summary>
internal sealed class MetadataFetcher : IDisposable
{
    public const int MaximumBytes = 4 * 1024 * 1024;
    private const int MaxRedirects = 3;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxConnectionLifetime = TimeSpan.FromMinutes(5);

    // Pools are separate, so that a connection to a private address is never reused where private addresses are not allowed.
    private readonly HttpClient _public = CreateClient((context, cancel) => ConnectAsync(context.DnsEndPoint, mayBePrivate: false, cancel));
    private readonly HttpClient _private = CreateClient((context, cancel) => ConnectAsync(context.DnsEndPoint, mayBePrivate: true, cancel));
    private readonly HttpClient _proxied = CreateClient(connect: null);

    /// <summary>Gets a document.</summary>
    /// <param name="url">The address.</param>
    /// <param name="trusted">Whether the operator wrote it into the configuration: then its host may have a private address.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="HttpRequestException">It cannot be fetched; the message is for an administrator.</exception>
    public async Task<byte[]> GetAsync(Uri url, bool trusted, MetadataOptions options, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Timeout);
        try
        {
            var named = trusted ? url.IdnHost : null;
            for (var hop = 0; hop <= MaxRedirects; hop++)
            {
                var (document, next) = await GetOnceAsync(url, options.AllowPrivateAddresses || url.IdnHost == named, patience.Token);
                if (document is not null)
                {
                    return document;
                }

                url = Follow(url, next!);
            }

            throw new HttpRequestException($"more than {MaxRedirects} redirects");
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer within {options.Timeout.TotalSeconds:0} seconds", e);
        }
    }

    /// <summary>
    /// Sends a request, and gives status, body and <c>Retry-After</c>. Redirects are not followed: a secret in the request goes to the
    /// given address only.
    /// </summary>
    /// <param name="request">The request, with an absolute address.</param>
    /// <param name="trusted">Whether the operator wrote it into the configuration: then its host may have a private address.</param>
    /// <param name="options">The limits.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="HttpRequestException">There was no answer; the message is for an administrator.</exception>
    public async Task<(int Status, byte[] Body, RetryConditionHeaderValue? RetryAfter)> SendAsync(
        HttpRequestMessage request,
        bool trusted,
        MetadataOptions options,
        CancellationToken cancellationToken
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Timeout);
        try
        {
            var client = await ClientAsync(request.RequestUri!, options.AllowPrivateAddresses || trusted, patience.Token);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (response.Content.Headers.ContentLength > MaximumBytes)
            {
                throw TooLarge();
            }

            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            return ((int)response.StatusCode, await ReadAsync(body, patience.Token), response.Headers.RetryAfter);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer within {options.Timeout.TotalSeconds:0} seconds", e);
        }
    }

    /// <summary>
    /// Whether a reading failed because the address does not answer, or with a fault of its own: nothing is wrong with the settings then,
    /// as far as can be known, and it may work later.
    /// </summary>
    public static bool IsUnreachable(Exception exception) =>
        exception is HttpRequestException { StatusCode: >= HttpStatusCode.InternalServerError }
        || (exception is HttpRequestException && exception.InnerException is SocketException or IOException or OperationCanceledException);

    public void Dispose()
    {
        _public.Dispose();
        _private.Dispose();
        _proxied.Dispose();
    }

    private static Uri Follow(Uri from, Uri location)
    {
        var next = new Uri(from, location);
        if (next.Scheme != Uri.UriSchemeHttps && next.Scheme != from.Scheme)
        {
            throw new HttpRequestException("a redirect to another scheme");
        }

        if (next.UserInfo.Length > 0)
        {
            throw new HttpRequestException("a redirect with user information");
        }

        return next;
    }

    private async Task<(byte[]? Document, Uri? Next)> GetOnceAsync(Uri url, bool mayBePrivate, CancellationToken cancellationToken)
    {
        var client = await ClientAsync(url, mayBePrivate, cancellationToken);
        using var response = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if ((int)response.StatusCode is 301 or 302 or 303 or 307 or 308 && response.Headers.Location is { } location)
        {
            return (null, location);
        }

        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"the server answered {(int)response.StatusCode}", inner: null, response.StatusCode);
        }

        if (response.Content.Headers.ContentLength > MaximumBytes)
        {
            throw TooLarge();
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return (await ReadAsync(body, cancellationToken), null);
    }

    /// <summary>The client for an address. Behind a proxy, the addresses that the name has here are checked at once.</summary>
    private async Task<HttpClient> ClientAsync(Uri url, bool mayBePrivate, CancellationToken cancellationToken)
    {
        if (HttpClient.DefaultProxy.GetProxy(url) is not { } proxy || proxy == url)
        {
            return mayBePrivate ? _private : _public;
        }

        // Only the proxy opens the connection, so that its callback cannot check the address.
        await CheckProxiedAsync(url.IdnHost, mayBePrivate, cancellationToken);
        return _proxied;
    }

    /// <summary>A client without redirects and cookies. The callback refuses addresses that are not allowed; null: by the proxy.</summary>
    private static HttpClient CreateClient(Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect)
    {
        var client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                UseProxy = connect is null,
                ConnectTimeout = ConnectTimeout,
                PooledConnectionLifetime = MaxConnectionLifetime,
                ConnectCallback = connect,
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("SamlSp", null));
        return client;
    }

    private static async Task<byte[]> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var document = new MemoryStream();
        var buffer = new byte[32 * 1024];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0; )
        {
            if (document.Length + read > MaximumBytes)
            {
                throw TooLarge();
            }

            document.Write(buffer, 0, read);
        }

        return document.ToArray();
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool mayBePrivate, CancellationToken cancellationToken)
    {
        var addresses = (await ResolveAsync(target.Host, cancellationToken)).Where(address => MayConnect(address, mayBePrivate)).ToArray();
        if (addresses.Length == 0)
        {
            throw NotPublic();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task CheckProxiedAsync(string host, bool mayBePrivate, CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        try
        {
            addresses = await ResolveAsync(host, cancellationToken);
        }
        catch (SocketException)
        {
            return; // Only the proxy knows the name.
        }

        if (!Array.TrueForAll(addresses, address => MayConnect(address, mayBePrivate)))
        {
            throw NotPublic();
        }
    }

    private static Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address)
            ? Task.FromResult<IPAddress[]>([address])
            : Dns.GetHostAddressesAsync(host, cancellationToken);

    private static bool MayConnect(IPAddress address, bool mayBePrivate) =>
        !PublicAddresses.IsForbidden(address) && (mayBePrivate || PublicAddresses.IsPublic(address));

    private static HttpRequestException NotPublic() =>
        new("the address is not one of the public internet (SamlSp:Metadata:AllowPrivateAddresses)");

    private static HttpRequestException TooLarge() => new("the document is larger than 4 MiB");
}
