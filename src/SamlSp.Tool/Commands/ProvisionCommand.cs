using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SamlSp.Tool.Commands;

/// <summary>
/// <c>samlsp provision</c>: lets the sandbox tenant of a server in development run a provisioning cycle, and prints its requests.
/// </summary>
internal static class ProvisionCommand
{
    public static Command Create()
    {
        var server = new Option<string>("--server")
        {
            Description = "The server with the sandbox.",
            HelpName = "URL",
            DefaultValueFactory = static _ => "http://localhost:5080",
        };
        var disable = new Option<string?>("--disable") { Description = "Disable a user first: alice, charlie or user.", HelpName = "USER" };
        var restore = new Option<string?>("--restore") { Description = "Restore a user first.", HelpName = "USER" };
        var delete = new Option<string?>("--delete") { Description = "Delete a user for good first.", HelpName = "USER" };
        var dialect = new Option<string>("--dialect")
        {
            Description = "How changes are written: default or aadOptscim062020.",
            HelpName = "NAME",
            DefaultValueFactory = static _ => "default",
        };
        var json = new Option<bool>("--json") { Description = "Machine-readable." };
        var command = new Command("provision", "Runs a provisioning cycle of the sandbox tenant.")
        {
            server,
            disable,
            restore,
            delete,
            dialect,
            json,
        };
        command.SetAction(
            async (call, cancellation) =>
            {
                (string Step, string? User)[] wanted =
                [
                    ("disable", call.GetValue(disable)),
                    ("restore", call.GetValue(restore)),
                    ("delete", call.GetValue(delete)),
                ];
                var chosen = wanted.Where(w => w.User is not null).ToList();
                if (chosen.Count > 1)
                {
                    throw new UsageException("--disable, --restore and --delete: one of them at a time");
                }

                if (call.GetValue(dialect)!.ToLowerInvariant() is not ("default" or "aadoptscim062020"))
                {
                    throw new UsageException("--dialect is default or aadOptscim062020");
                }

                var (step, user) = chosen is [var one] ? one : ("cycle", null);
                return Print(
                    call.InvocationConfiguration.Output,
                    await RunAsync(call.GetValue(server)!, step, user, call.GetValue(dialect)!, cancellation),
                    call.GetValue(json)
                );
            }
        );
        return command;
    }

    private static async Task<JsonArray> RunAsync(string server, string step, string? user, string dialect, CancellationToken cancellation)
    {
        try
        {
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(60), MaxResponseContentBufferSize = 1024 * 1024 };
            client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
            using var form = new FormUrlEncodedContent([
                KeyValuePair.Create("step", step),
                KeyValuePair.Create("user", user ?? ""),
                KeyValuePair.Create("dialect", dialect),
            ]);
            using var response = await client.PostAsync(server.TrimEnd('/') + "/sandbox/provisioning", form, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                throw new UsageException($"the server answered {(int)response.StatusCode}: is the sandbox on, and is there such a user?");
            }

            return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellation)) as JsonArray ?? [];
        }
        catch (Exception exception)
            when (exception
                    is HttpRequestException
                        or TaskCanceledException
                        or UriFormatException
                        or InvalidOperationException
                        or JsonException
            )
        {
            throw new UsageException($"cannot reach the sandbox at {server}: {exception.Message}");
        }
    }

    private static int Print(TextWriter output, JsonArray steps, bool json)
    {
        if (json)
        {
            output.WriteLine(new JsonObject { ["steps"] = steps.DeepClone() }.ToJsonString(ToolFiles.Json));
        }
        else if (steps.Count == 0)
        {
            output.WriteLine("Nothing to send.");
        }
        else
        {
            foreach (var step in steps)
            {
                output.WriteLine(Line(step!));
            }
        }

        return steps.All(step => step!["succeeded"]?.GetValue<bool>() == true) ? ToolHost.Positive : ToolHost.Negative;
    }

    private static string Line(JsonNode step)
    {
        var status = step["status"]?.GetValue<int>() ?? 0;
        var code = status == 0 ? "---" : status.ToString(CultureInfo.InvariantCulture);
        var detail = step["detail"] is null ? "" : ": " + Text("detail");
        return $"{code} {Text("method"), -6} {Text("path")}  {Text("who")}{detail}";

        string Text(string name) => Terminal.Line(step[name]?.ToString() ?? "");
    }
}
