using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SamlSp.Claims;

namespace SamlSp.Tool.Commands;

/// <summary><c>samlsp claim --rules FILE.json --user FILE.json</c>: evaluates conditional claim rules.</summary>
internal static class ClaimCommand
{
    public static Command Create()
    {
        var rules = new Option<string>("--rules")
        {
            Description = "The claim and its rows.",
            HelpName = "FILE.json",
            Required = true,
        };
        var user = new Option<string>("--user")
        {
            Description = "The user: type, groups, attributes.",
            HelpName = "FILE.json",
            Required = true,
        };
        var json = new Option<bool>("--json") { Description = "Machine-readable." };
        var command = new Command("claim", "Evaluates conditional claim rules as Entra does.") { rules, user, json };
        command.SetAction(call =>
            Run(call.InvocationConfiguration.Output, call.GetValue(rules)!, call.GetValue(user)!, call.GetValue(json))
        );
        return command;
    }

    private static int Run(TextWriter output, string rulesFile, string userFile, bool json)
    {
        if (!ConditionalClaim.TryCompile(ToolFiles.ReadJson<ClaimRules>(rulesFile), out var claim, out var errors))
        {
            throw new UsageException($"{rulesFile}: {string.Join("; ", errors)}");
        }

        var result = claim.Evaluate(ToolFiles.ReadJson<UserFile>(userFile).ToSubject(userFile));
        output.WriteLine(json ? Json(result).ToJsonString(ToolFiles.Json) : Text(result));
        return result.Value is null ? ToolHost.Negative : ToolHost.Positive;
    }

    private static JsonObject Json(ConditionalClaimResult result)
    {
        var answer = new JsonObject { ["value"] = result.Value, ["rule"] = result.Rule };
        if (result.Values.Count > 1)
        {
            answer["values"] = JsonSerializer.SerializeToNode(result.Values, ToolFiles.Json);
        }

        if (result.Error is not null)
        {
            answer["error"] = new JsonObject { ["message"] = result.Error };
        }

        answer["trace"] = JsonSerializer.SerializeToNode(result.Trace, ToolFiles.Json);
        return answer;
    }

    private static string Text(ConditionalClaimResult result)
    {
        var lines = result
            .Trace.Select(static step =>
                $"rule {step.Rule}: {(step.Matched ? step.Output ?? "no value" : "not for this user")} ({step.Note})"
            )
            .ToList();
        lines.Add(
            result.Error is not null ? $"Error: {result.Error}"
            : result.Value is null ? "No rule gave a value."
            : $"Rule {result.Rule} decides: {string.Join("; ", result.Values)}"
        );
        return string.Join(Environment.NewLine, lines);
    }
}
