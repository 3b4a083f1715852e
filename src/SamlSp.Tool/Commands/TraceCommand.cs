using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;

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

            var asked = await new OperatorServer(server, call.Error).AskAsync(certs, Path(reference), "trace", reference, cancellation);
            return Show(call, server, reference, asked, isOperator: true, json);
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
        var found = await new OperatorServer(server, call.Error).AskAsync(Path(reference), "Bearer " + answer.AccessToken, cancellation);
        return Show(call, server, reference, found, isOperator: false, json);
    }

    private static string Path(string reference) => "/session/sign-ins/" + reference;

    private static int Show(
        InvocationConfiguration call,
        string server,
        string reference,
        OperatorAnswer answer,
        bool isOperator,
        bool json
    )
    {
        switch (answer.Status)
        {
            case HttpStatusCode.OK when answer.Json is { } entry:
                call.Output.WriteLine(json ? entry.ToJsonString(ToolFiles.Json) : Text(entry));
                return ToolHost.Positive;
            case HttpStatusCode.NotFound:
                var unknown = $"No sign-in {reference} is known at {server}";
                return TokenCommand.Refuse(
                    call,
                    isOperator
                        ? $"{unknown}. It may be older than SamlSp:SignInTrace:Retention, or lost in a flood or an outage."
                            + $" The log of the node that answered still has its line: {Search(reference)}"
                        : $"{unknown}, or you may not see it. The operator sees more, with --certs, and in the log: {Search(reference)}",
                    json
                );
            case HttpStatusCode.Unauthorized:
                return TokenCommand.Refuse(
                    call,
                    $"{server} does not take this proof of who you are."
                        + (isOperator ? " --server must be its BaseUrl, and --certs the folder of the keys that it uses." : ""),
                    json
                );
            case HttpStatusCode.ServiceUnavailable:
                return TokenCommand.Refuse(
                    call,
                    $"{server} cannot look it up now. {answer.Problem.TrimEnd('.')}. The log has its line: {Search(reference)}",
                    json
                );
            default:
                throw new UsageException($"{server} gave no answer that can be used ({(int)answer.Status}): is it a SamlSp server?");
        }
    }

    private static string Search(string reference) => $"journalctl -u samlsp | grep {reference}, or docker compose logs | grep {reference}";

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
