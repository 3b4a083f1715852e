using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using SamlSp.Protocol;

namespace SamlSp.Tool.Commands;

/// <summary>
/// <c>samlsp trace REFERENCE</c>: the trace of a sign-in, by the reference number that its page showed. As a user who is signed in
/// (<c>samlsp login</c>), or as the operator, with the server's own key.
/// </summary>
internal static class TraceCommand
{
    public static Command Create()
    {
        var reference = new Argument<string>("REFERENCE") { Description = "The reference number, such as ABCDE-23456." };
        var server = new Option<string?>("--server")
        {
            Description = "The SamlSp server; default the only one that was signed in at.",
            HelpName = "URL",
        };
        var certs = new Option<string?>("--certs")
        {
            Description = "The server's folder of keys: proves that you are its operator, who sees every organization's sign-ins.",
            HelpName = "FOLDER",
        };
        var file = TokenCommand.CreateFileOption();
        var json = new Option<bool>("--json") { Description = "Machine-readable." };
        var command = new Command("trace", "Shows what became of a sign-in.") { reference, server, certs, file, json };
        command.SetAction(
            (call, cancellation) =>
                RunAsync(
                    call.InvocationConfiguration,
                    call.GetValue(reference)!,
                    call.GetValue(server) is { } given ? ServerAddress.Parse(given) : null,
                    call.GetValue(certs),
                    call.GetValue(file),
                    call.GetValue(json),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        InvocationConfiguration call,
        string reference,
        string? server,
        string? certs,
        string? file,
        bool json,
        CancellationToken cancellation
    )
    {
        // (1) The call.
        reference = reference.Trim().ToUpperInvariant();
        if (reference.Length != 11 || reference[5] != '-' || !reference.Where((_, i) => i != 5).All(char.IsAsciiLetterOrDigit))
        {
            throw new UsageException("REFERENCE is a number such as ABCDE-23456");
        }

        // (2) As the operator: by a proof of the server's key.
        if (certs is not null)
        {
            if (server is null)
            {
                throw new UsageException("--certs needs --server: the proof is for one server");
            }

            return await ShowAsync(call, server, reference, "SamlSp-Operator " + Proof(certs, server, reference), json, cancellation);
        }

        // (3) As a user: by a fresh access token of the stored session.
        using var kept = await TokenFile.OpenAsync(file, cancellation);
        var tokens = kept.Read();
        if (server is null && tokens.Count > 1)
        {
            throw new UsageException(
                $"--server is one of {string.Join(", ", tokens.Keys.Order(StringComparer.Ordinal).Select(Terminal.Line))}"
            );
        }

        server ??= tokens.Keys.SingleOrDefault();
        if (server is null || !tokens.TryGetValue(server, out var token))
        {
            var at = server is null ? "" : " at " + server;
            return TokenCommand.Refuse(
                call,
                $"You are not signed in{at}: samlsp login --server {server ?? "URL"}, or --certs FOLDER as the operator",
                json
            );
        }

        using var endpoint = new TokenServer(ServerAddress.Parse(server));
        var answer = await endpoint.RefreshAsync(token.RefreshToken, cancellation);
        if (answer.Error is { } error)
        {
            return TokenCommand.Refuse(
                call,
                $"The server refused: {Terminal.Line(error)}. Sign in again: samlsp login --server {server}",
                json
            );
        }

        tokens[server] = answer.ToKept();
        kept.Write(tokens);
        return await ShowAsync(call, server, reference, "Bearer " + answer.AccessToken, json, cancellation);
    }

    /// <summary>The folder may hold several key pairs: any of them is a proof.</summary>
    private static string Proof(string folder, string server, string reference)
    {
        try
        {
            var certificate =
                Directory
                    .EnumerateFiles(folder, "*.crt")
                    .Order(StringComparer.Ordinal)
                    .FirstOrDefault(f => File.Exists(Path.ChangeExtension(f, ".key")))
                ?? throw new UsageException($"{folder} holds no pair of .crt and .key");
            using var pair = X509Certificate2.CreateFromPemFile(certificate, Path.ChangeExtension(certificate, ".key"));
            return OperatorToken.Create(SigningKey.FromCertificate(pair), "trace", reference, server, DateTimeOffset.UtcNow);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new UsageException($"cannot use the keys in {folder}: {exception.Message}");
        }
    }

    private static async Task<int> ShowAsync(
        InvocationConfiguration call,
        string server,
        string reference,
        string authorization,
        bool json,
        CancellationToken cancellation
    )
    {
        try
        {
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            {
                Timeout = TimeSpan.FromSeconds(20),
                MaxResponseContentBufferSize = 4 * 1024 * 1024,
            };
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{server}/session/sign-ins/{reference}");
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            request.Headers.Accept.ParseAdd("application/json");
            using var answer = await client.SendAsync(request, cancellation);
            if (answer.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                return TokenCommand.Refuse(call, $"No sign-in {reference} is known at {server}, or you may not see it.", json);
            }

            if (answer.StatusCode == System.Net.HttpStatusCode.Unauthorized)
            {
                return TokenCommand.Refuse(call, $"{server} does not take this proof of who you are.", json);
            }

            var text = await answer.Content.ReadAsStringAsync(cancellation);
            if (!answer.IsSuccessStatusCode || JsonNode.Parse(text) is not JsonObject entry)
            {
                throw new UsageException($"{server} gave no answer that can be used ({(int)answer.StatusCode}): is it a SamlSp server?");
            }

            call.Output.WriteLine(json ? entry.ToJsonString(ToolFiles.Json) : Text(entry));
            return ToolHost.Positive;
        }
        catch (Exception exception)
            when (exception is HttpRequestException or JsonException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new UsageException($"cannot reach {server}: {exception.Message}");
        }
    }

    private static string Text(JsonObject entry)
    {
        var organization = entry["organization"] is null ? "(no organization)" : Value(entry, "organization");
        var lines = new List<string> { $"{Value(entry, "reference")}  {Value(entry, "at")}  {organization}" };
        lines.Add(entry["code"] is null ? "Accepted" : $"Refused: {Value(entry, "code")}. {Value(entry, "reason")}");
        if (entry["identityProviderError"] is not null)
        {
            lines.Add($"The identity provider says {Value(entry, "identityProviderError")}");
        }

        foreach (var check in entry["checks"]?.AsArray().OfType<JsonObject>() ?? [])
        {
            var outcome = check["passed"]?.GetValue<bool>() == true ? "ok  " : "FAIL";
            var detail = check["detail"] is null ? "" : "  " + Value(check, "detail");
            lines.Add($"  {outcome} {Value(check, "check")}{detail}");
        }

        foreach (var rule in entry["rules"]?.AsArray() ?? [])
        {
            lines.Add("  rule  " + Terminal.Line(rule?.ToString() ?? ""));
        }

        foreach (var (name, values) in entry["claims"]?.AsObject() ?? [])
        {
            lines.Add(
                $"  claim {Terminal.Line(name)}: {Terminal.Line(string.Join(", ", values?.AsArray().Select(v => v?.ToString()) ?? []))}"
            );
        }

        if (entry["detail"]?["xml"] is { } xml)
        {
            lines.Add(string.Join(Environment.NewLine, xml.ToString().Split('\n').Select(Terminal.Line)));
        }

        return string.Join(Environment.NewLine, lines);
    }

    private static string Value(JsonObject from, string name) => Terminal.Line(from[name]?.ToString() ?? "");
}
