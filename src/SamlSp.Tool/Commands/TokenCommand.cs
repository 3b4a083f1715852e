using System.CommandLine;
using System.Text.Json.Nodes;

namespace SamlSp.Tool.Commands;

/// <summary><c>samlsp token [--server URL]</c>: prints a fresh access token, as long as the session of <c>samlsp login</c> lasts.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var server = new Option<string?>("--server")
        {
            Description = "The SamlSp server; default the only one that was signed in at.",
            HelpName = "URL",
        };
        var file = CreateFileOption();
        var json = new Option<bool>("--json") { Description = "Machine-readable." };
        var command = new Command("token", "Prints a fresh access token.") { server, file, json };
        command.SetAction(
            (call, cancellation) =>
                RunAsync(
                    call.InvocationConfiguration,
                    call.GetValue(server) is { } given ? ServerAddress.Parse(given) : null,
                    call.GetValue(file),
                    call.GetValue(json),
                    cancellation
                )
        );
        return command;
    }

    /// <summary>The option <c>--file FILE</c>.</summary>
    public static Option<string?> CreateFileOption() =>
        new("--file") { Description = "Where tokens are kept; default tokens.json in your configuration folder.", HelpName = "FILE" };

    /// <summary>
    /// Done and negative. The text goes to standard error, so that a script that reads standard output gets an empty token.
    /// </summary>
    public static int Refuse(InvocationConfiguration call, string message, bool json)
    {
        if (json)
        {
            call.Output.WriteLine(new JsonObject { ["error"] = new JsonObject { ["message"] = message } }.ToJsonString(ToolFiles.Json));
        }
        else
        {
            call.Error.WriteLine(message);
        }

        return ToolHost.Negative;
    }

    private static async Task<int> RunAsync(
        InvocationConfiguration call,
        string? server,
        string? file,
        bool json,
        CancellationToken cancellation
    )
    {
        // (1) The stored token of the server.
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
            return Refuse(
                call,
                $"You are not signed in{(server is null ? "" : " at " + server)}: samlsp login --server {server ?? "URL"}",
                json
            );
        }

        // (2) A new access token, and the refresh token that replaces the stored one.
        using var endpoint = new TokenServer(ServerAddress.Parse(server));
        var answer = await endpoint.RefreshAsync(token.RefreshToken, cancellation);
        if (answer.Error is { } error)
        {
            // Its session has ended: the token cannot become valid again.
            if (error == "invalid_grant" && tokens.Remove(server))
            {
                kept.Write(tokens);
            }

            return Refuse(
                call,
                error == "invalid_grant"
                    ? $"Your session has ended. Sign in again: samlsp login --server {server}"
                    : $"The server refused: {Terminal.Line(error)}",
                json
            );
        }

        tokens[server] = answer.ToKept();
        kept.Write(tokens);
        call.Output.WriteLine(
            json
                ? new JsonObject
                {
                    ["accessToken"] = answer.AccessToken,
                    ["expiresAt"] = WireJson.Instant(answer.AccessExpiresAt),
                    ["sessionExpiresAt"] = WireJson.Instant(answer.SessionExpiresAt),
                }.ToJsonString(ToolFiles.Json)
                : answer.AccessToken
        );
        return ToolHost.Positive;
    }
}
