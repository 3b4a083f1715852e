using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SamlSp.Claims;

namespace SamlSp.Tool.Commands;

/// <summary><c>samlsp eval EXPRESSION --attributes FILE.json</c>: evaluates a provisioning mapping expression.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        var expression = new Argument<string>("EXPRESSION") { Description = "The expression, as in Entra's attribute mapping." };
        var attributes = new Option<string?>("--attributes")
        {
            Description = "Attributes: {\"attribute\": \"value\" | [\"v1\", \"v2\"] | null}.",
            HelpName = "FILE.json",
        };
        var now = FixedClock.CreateOption();
        var explain = new Option<bool>("--explain") { Description = "Say what each part gave." };
        var json = new Option<bool>("--json") { Description = "Machine-readable." };
        var command = new Command("eval", "Evaluates an Entra provisioning mapping expression.")
        {
            expression,
            attributes,
            now,
            explain,
            json,
        };
        command.SetAction(call =>
            Run(
                call.InvocationConfiguration.Output,
                call.GetValue(expression)!,
                call.GetValue(attributes),
                FixedClock.From(call.GetValue(now)),
                call.GetValue(explain),
                call.GetValue(json)
            )
        );
        return command;
    }

    private static int Run(TextWriter output, string text, string? file, TimeProvider clock, bool explain, bool json)
    {
        var attributes = file is null ? new Dictionary<string, ExpressionValue>(StringComparer.Ordinal) : AttributeFile.Read(file);
        var result =
            !MappingExpression.TryParse(text, out var expression, out var error) ? new ExpressionResult { Error = error }
            : explain ? expression.Explain(attributes, clock)
            : expression.Evaluate(attributes, clock);
        output.WriteLine(json ? Json(result, explain).ToJsonString(ToolFiles.Json) : Text(result, text));
        return result.Succeeded ? ToolHost.Positive : ToolHost.Negative;
    }

    private static JsonObject Json(ExpressionResult result, bool explain)
    {
        var answer = new JsonObject();
        if (result.Error is { } error)
        {
            answer["error"] = new JsonObject { ["message"] = error.Message, ["position"] = error.Position };
        }
        else
        {
            answer["value"] =
                result.Value.Kind == ExpressionValueKind.List
                    ? JsonSerializer.SerializeToNode(result.Value.Values, ToolFiles.Json)
                    : result.Value.Text;
        }

        if (result.Value.Kind == ExpressionValueKind.Ignored)
        {
            answer["ignored"] = true;
        }

        if (explain)
        {
            answer["trace"] = JsonSerializer.SerializeToNode(result.Trace, ToolFiles.Json);
        }

        return answer;
    }

    private static string Text(ExpressionResult result, string text)
    {
        var lines = result
            .Trace.Select(static step =>
                $"{new string(' ', step.Depth * 2)}{step.Expression} → {step.Value}{(step.Note is null ? "" : $" ({step.Note})")}"
            )
            .ToList();
        if (result.Error is not { } error)
        {
            lines.Add(
                result.Value.Kind switch
                {
                    ExpressionValueKind.Null => "(no value)",
                    ExpressionValueKind.Ignored => "(does not flow)",
                    _ => string.Join(Environment.NewLine, result.Value.Values),
                }
            );
            return string.Join(Environment.NewLine, lines);
        }

        lines.Add($"Error at position {error.Position}: {error.Message}");
        if (text.Length <= 200 && !text.Any(char.IsControl))
        {
            lines.AddRange([$"  {text}", $"  {new string(' ', error.Position)}^"]);
        }

        return string.Join(Environment.NewLine, lines);
    }
}
