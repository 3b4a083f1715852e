using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using SamlSp.Protocol;

namespace SamlSp.Tool.Commands;

/// <summary><c>samlsp decode [FILE]</c>: prints what is inside a SAMLRequest or SAMLResponse.</summary>
internal static class DecodeCommand
{
    private static readonly VerifierLimits Limits = new();

    public static Command Create()
    {
        var file = MessageFile.CreateArgument(
            "base64, base64 over DEFLATE, percent-encoded, or a whole redirect URL; - or nothing reads standard input."
        );
        var json = new Option<bool>("--json") { Description = "Machine-readable." };
        var command = new Command("decode", "Prints what is inside a SAMLRequest or SAMLResponse value. Verifies nothing.") { file, json };
        command.SetAction(call => Run(call.InvocationConfiguration.Output, call.GetValue(file), call.GetValue(json)));
        return command;
    }

    private static int Run(TextWriter output, string? file, bool json)
    {
        if (
            !MessageDecoder.TryDecode(
                MessageFile.Text(MessageFile.Read(file, Limits.MaximumBytes)),
                Limits,
                out var message,
                out var refusal
            )
        )
        {
            output.WriteLine(
                json ? new JsonObject { ["error"] = WireJson.Error(refusal) }.ToJsonString(ToolFiles.Json) : WireJson.Text(refusal)
            );
            return ToolHost.Negative;
        }

        var xml = Encoding.UTF8.GetString(MessageFile.WithoutMark(message.Xml.Span));
        output.WriteLine(json ? Json(message, xml).ToJsonString(ToolFiles.Json) : Terminal.Lines(Pretty(xml)));
        return ToolHost.Positive;
    }

    // What is well-formed by a newer edition of XML, .NET's reader may refuse: then it is shown as it came.
    private static string Pretty(string xml)
    {
        try
        {
            return XDocument.Parse(xml).ToString();
        }
        catch (XmlException)
        {
            return xml;
        }
    }

    private static JsonObject Json(DecodedMessage message, string xml)
    {
        var answer = new JsonObject
        {
            ["kind"] = message.Kind,
            ["binding"] = message.Binding switch
            {
                BindingUris.Post => "post",
                BindingUris.Redirect => "redirect",
                _ => null,
            },
            ["xml"] = xml,
        };
        if (message.RelayState is not null)
        {
            answer["relayState"] = message.RelayState;
        }

        return answer;
    }
}
