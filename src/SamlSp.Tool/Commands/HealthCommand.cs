using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;

namespace SamlSp.Tool.Commands;

/// <summary>
/// <c>samlsp health</c>: every health check of a server with its reason, for whoever can read the server's key. 0 when all are healthy.
/// </summary>
internal static class HealthCommand
{
    public static Command Create()
    {
        var server = new Option<string>("--server")
        {
            Description = "The server's address, as its BaseUrl says.",
            HelpName = "URL",
            Required = true,
        };
        var certs = new Option<string>("--certs")
        {
            Description = "The server's folder of keys: proves that you are its operator.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => "certs/",
        };
        var json = new Option<bool>("--json") { Description = "Machine-readable." };
        var command = new Command("health", "Shows whether users can sign in, and what is wrong.") { server, certs, json };
        command.SetAction(
            (call, cancellation) =>
                RunAsync(
                    call.InvocationConfiguration,
                    ServerAddress.Parse(call.GetValue(server)!),
                    call.GetValue(certs)!,
                    call.GetValue(json),
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        InvocationConfiguration call,
        string server,
        string certs,
        bool json,
        CancellationToken cancellation
    )
    {
        var answer = await new OperatorServer(server, call.Error).AskAsync(certs, "/healthz", "health", "*", cancellation);
        if (answer.Status == HttpStatusCode.Unauthorized)
        {
            return TokenCommand.Refuse(
                call,
                $"{server} does not take this proof of who you are. --server must be its BaseUrl, and --certs the folder of"
                    + " the keys that it uses.",
                json
            );
        }

        if (answer.Json?["checks"] is not JsonArray checks)
        {
            throw new UsageException($"{server} gave no answer that can be used ({(int)answer.Status}): is it a SamlSp server?");
        }

        call.Output.WriteLine(json ? answer.Json.ToJsonString(ToolFiles.Json) : Text(answer.Json, checks));
        return answer.Json["status"]?.ToString() == "Healthy" ? ToolHost.Positive : ToolHost.Negative;
    }

    private static string Text(JsonObject answer, JsonArray checks)
    {
        var lines = new List<string> { $"{Value(answer, "status")}  {Value(answer, "at")}  {Value(answer, "node")}" };
        foreach (var check in checks.OfType<JsonObject>())
        {
            var reason = check["reason"] is null ? "" : "  " + Value(check, "reason");
            lines.Add($"  {Value(check, "status"), -9} {Value(check, "name")}{reason}");
        }

        return string.Join(Environment.NewLine, lines);
    }

    private static string Value(JsonObject from, string name) => Terminal.Line(from[name]?.ToString() ?? "");
}
