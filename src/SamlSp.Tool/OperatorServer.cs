using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using SamlSp.Protocol;

namespace SamlSp.Tool;

/// <summary>
/// Asks a SamlSp server for JSON. Notices when the clock of this computer and the server's are apart: then a proof of the operator is made
/// once more by the server's clock, because a wrong clock is what may have to be found.
/// </summary>
internal sealed class OperatorServer(string server, TextWriter error)
{
    private const string Scheme = "SamlSp-Operator ";
    private static readonly TimeSpan Tolerated = TimeSpan.FromMinutes(1);

    private bool _said;

    /// <summary>Asks as the operator.</summary>
    /// <param name="folder">The server's folder of keys.</param>
    /// <param name="path">The path, below the server's address.</param>
    /// <param name="purpose">What the proof is for.</param>
    /// <param name="subject">The proof's subject.</param>
    /// <param name="cancellation">Cancels.</param>
    public async Task<OperatorAnswer> AskAsync(string folder, string path, string purpose, string subject, CancellationToken cancellation)
    {
        using var pair = ReadPair(folder);
        string Proof(DateTimeOffset now) => Scheme + OperatorToken.Create(SigningKey.FromCertificate(pair), purpose, subject, server, now);

        var answer = await AskAsync(path, Proof(DateTimeOffset.UtcNow), cancellation);
        return answer is { Status: HttpStatusCode.Unauthorized, Ahead: { } ahead } && ahead.Duration() > Tolerated
            ? await AskAsync(path, Proof(DateTimeOffset.UtcNow - ahead), cancellation)
            : answer;
    }

    /// <summary>Asks with what the header Authorization says, and tells the caller when the clocks are apart.</summary>
    public async Task<OperatorAnswer> AskAsync(string path, string authorization, CancellationToken cancellation)
    {
        try
        {
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            {
                Timeout = TimeSpan.FromSeconds(20),
                MaxResponseContentBufferSize = 4 * 1024 * 1024,
            };
            using var request = new HttpRequestMessage(HttpMethod.Get, server + path);
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            request.Headers.Accept.ParseAdd("application/json");
            using var response = await client.SendAsync(request, cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            var answer = new OperatorAnswer(response.StatusCode, Parse(text), DateTimeOffset.UtcNow - response.Headers.Date);
            Say(answer.Ahead);
            return answer;
        }
        catch (Exception exception)
            when (exception is HttpRequestException || (exception is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new UsageException($"cannot reach {server}: {exception.Message}");
        }
    }

    private void Say(TimeSpan? ahead)
    {
        if (_said || ahead is not { } apart || apart.Duration() <= Tolerated)
        {
            return;
        }

        _said = true;
        error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The clock of this computer is {apart.Duration().TotalMinutes:0.#} minutes "
                    + $"{(apart > TimeSpan.Zero ? "ahead of" : "behind")} that of {server}. One of them is wrong: run \"date -u\" and "
                    + $"\"timedatectl\" on both."
            )
        );
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The folder may hold several key pairs: any of them is a proof.</summary>
    private static X509Certificate2 ReadPair(string folder)
    {
        try
        {
            var certificate =
                Directory
                    .EnumerateFiles(folder, "*.crt")
                    .Order(StringComparer.Ordinal)
                    .FirstOrDefault(f => File.Exists(Path.ChangeExtension(f, ".key")))
                ?? throw new UsageException($"{folder} holds no pair of .crt and .key");
            return X509Certificate2.CreateFromPemFile(certificate, Path.ChangeExtension(certificate, ".key"));
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new UsageException($"cannot use the keys in {folder}: {exception.Message}");
        }
    }
}
