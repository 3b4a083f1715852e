using System.CommandLine;
using System.Text.Json.Nodes;

namespace SamlSp.Tool.Commands;

/// <summary><c>samlsp login --server URL</c>: signs in by the browser, and keeps a refresh token for <c>samlsp token</c>.</summary>
internal static class LoginCommand
{
    public static Command Create()
    {
        var server = new Option<string>("--server")
        {
            Description = "The SamlSp server.",
            HelpName = "URL",
            Required = true,
        };
        var noBrowser = new Option<bool>("--no-browser") { Description = "Only print the address to open." };
        var timeout = new Option<int>("--timeout")
        {
            Description = "How long to wait for the sign-in, seconds.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 300,
        };
        var file = TokenCommand.CreateFileOption();
        var json = new Option<bool>("--json") { Description = "Machine-readable." };
        var command = new Command("login", "Signs in by the browser, for API calls from the command line.")
        {
            server,
            noBrowser,
            timeout,
            file,
            json,
        };
        command.SetAction(
            (call, cancellation) =>
                RunAsync(
                    call.InvocationConfiguration,
                    new(
                        ServerAddress.Parse(call.GetValue(server)!),
                        call.GetValue(file),
                        call.GetValue(timeout),
                        !call.GetValue(noBrowser),
                        call.GetValue(json)
                    ),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(InvocationConfiguration call, Login login, CancellationToken cancellation)
    {
        if (login.Timeout is < 1 or > 3600)
        {
            throw new UsageException("--timeout is a number of seconds from 1 to 3600");
        }

        using var listener = new LoopbackListener();
        using var server = new TokenServer(login.Server);
        var request = new LoginRequest(login.Server, listener.RedirectUri);

        // On standard error, so that standard output holds the outcome alone.
        var opened = login.OpenBrowser && WebBrowser.TryOpen(request.Url);
        var instruction = opened
            ? "Your browser should open. If it does not, open this address"
            : "Open this address in a browser on this computer";
        await call.Error.WriteLineAsync($"{instruction}:{Environment.NewLine}{request.Url}");
        await call.Error.FlushAsync(cancellation);

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(TimeSpan.FromSeconds(login.Timeout));
        try
        {
            var (code, error) = await listener.WaitAsync(request.State, timeout.Token);
            if (code is null)
            {
                return TokenCommand.Refuse(
                    call,
                    error == "access_denied" ? "You have denied it." : $"The server refused: {Terminal.Line(error)}",
                    login.Json
                );
            }

            var answer = await server.RedeemAsync(code, request.RedirectUri, request.Verifier, cancellation);
            if (answer.Error is { } refused)
            {
                return TokenCommand.Refuse(call, $"The server refused: {Terminal.Line(refused)}", login.Json);
            }

            await KeepAsync(login, answer, cancellation);
            var end = WireJson.Instant(answer.SessionExpiresAt);
            await call.Output.WriteLineAsync(
                login.Json
                    ? new JsonObject { ["server"] = login.Server, ["sessionExpiresAt"] = end }.ToJsonString(ToolFiles.Json)
                    : $"Signed in at {login.Server} until {end}."
            );
            return ToolHost.Positive;
        }
        catch (OperationCanceledException)
        {
            return TokenCommand.Refuse(
                call,
                cancellation.IsCancellationRequested ? "Stopped." : $"Nobody signed in within {login.Timeout} seconds.",
                login.Json
            );
        }
    }

    private static async Task KeepAsync(Login login, TokenAnswer answer, CancellationToken cancellation)
    {
        using var kept = await TokenFile.OpenAsync(login.File, cancellation);
        var tokens = kept.Read();
        tokens[login.Server] = answer.ToKept();
        kept.Write(tokens);
    }

    private sealed record Login(string Server, string? File, int Timeout, bool OpenBrowser, bool Json);
}
