using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SamlSp.Protocol;

namespace SamlSp.Tool.Commands;

/// <summary><c>samlsp verify [FILE]</c>: validates one Response as the middleware would.</summary>
internal static class VerifyCommand
{
    private static readonly VerifierLimits Limits = new();

    public static Command Create()
    {
        var file = MessageFile.CreateArgument("The Response: XML or the base64 form value; - or nothing reads standard input.");
        var options = new VerifyOptions();
        var command = new Command("verify", "Validates one SAML Response as the middleware would.") { file };
        options.AddTo(command);
        command.SetAction(call =>
        {
            // Everything about the call is looked at before the message is.
            var expectations = options.Expectations(call);
            var clock = options.Clock(call);
            var result = Verify(MessageFile.Read(call.GetValue(file), Limits.MaximumBytes), expectations, clock);
            var refusal = result.Refusal ?? Replay(result.Assertion!, options.ReplayCache(call), clock);
            call.InvocationConfiguration.Output.WriteLine(
                (options.Json(call), refusal) switch
                {
                    (true, null) => Json(result.Assertion!).ToJsonString(ToolFiles.Json),
                    (true, _) => new JsonObject { ["accepted"] = false, ["error"] = WireJson.Error(refusal) }.ToJsonString(ToolFiles.Json),
                    (false, null) => Text(result.Assertion!),
                    (false, _) => WireJson.Text(refusal),
                }
            );
            return refusal is null ? ToolHost.Positive : ToolHost.Negative;
        });
        return command;
    }

    private static VerificationResult Verify(ReadOnlySpan<byte> bytes, ResponseExpectations expectations, TimeProvider clock)
    {
        var verifier = new ResponseVerifier(Limits, clock);
        return MessageFile.IsXml(bytes)
            ? verifier.VerifyXml(bytes, expectations)
            : verifier.VerifyFormValue(MessageFile.WithoutMark(bytes), expectations);
    }

    private static Refusal? Replay(VerifiedAssertion assertion, ReplayCacheFile? cache, TimeProvider clock) =>
        cache is null || cache.TryUse(assertion, clock.GetUtcNow()) ? null : new(RefusalCodes.Replayed, "The assertion was used before.");

    private static JsonObject Json(VerifiedAssertion assertion) =>
        new()
        {
            ["accepted"] = true,
            ["issuer"] = assertion.Issuer,
            ["nameId"] = new JsonObject
            {
                ["value"] = assertion.NameId.Value,
                ["format"] = assertion.NameId.Format,
                ["nameQualifier"] = assertion.NameId.NameQualifier,
                ["spNameQualifier"] = assertion.NameId.SPNameQualifier,
            },
            ["sessionIndex"] = assertion.SessionIndex,
            ["authnInstant"] = WireJson.Instant(assertion.AuthnInstant),
            ["sessionNotOnOrAfter"] = WireJson.Instant(assertion.SessionNotOnOrAfter),
            ["authnContextClass"] = assertion.AuthnContextClass,
            ["assertionId"] = assertion.Id,
            ["inResponseTo"] = assertion.InResponseTo,
            ["notOnOrAfter"] = WireJson.Instant(assertion.NotOnOrAfter),
            ["signed"] = assertion.Signed switch
            {
                SignedPart.Both => "both",
                SignedPart.Response => "response",
                _ => "assertion",
            },
            ["encrypted"] = assertion.Encrypted,
            ["attributes"] = JsonSerializer.SerializeToNode(assertion.Attributes, ToolFiles.Json),
        };

    private static string Text(VerifiedAssertion assertion)
    {
        var end = WireJson.Instant(assertion.SessionNotOnOrAfter) ?? "(the identity provider sets no end)";
        var lines = new List<string>
        {
            "Accepted.",
            $"  Issuer        {Terminal.Line(assertion.Issuer)}",
            $"  NameID        {Terminal.Line(assertion.NameId.Value)}",
            $"  Format        {Terminal.Line(assertion.NameId.Format)}",
            $"  Authenticated {WireJson.Instant(assertion.AuthnInstant)} by {Terminal.Line(assertion.AuthnContextClass)}",
            $"  Valid until   {WireJson.Instant(assertion.NotOnOrAfter)}",
            $"  Session       {Terminal.Line(assertion.SessionIndex)}, until {end}",
            $"  Assertion     {Terminal.Line(assertion.Id)}, answers {Terminal.Line(assertion.InResponseTo)}",
            $"  Signed        {assertion.Signed}{(assertion.Encrypted ? ", encrypted" : "")}",
            "  Attributes",
        };
        lines.AddRange(
            assertion.Attributes.SelectMany(a => a.Value.Select(value => $"    {Terminal.Line(a.Key)} = {Terminal.Line(value)}"))
        );
        return string.Join(Environment.NewLine, lines);
    }
}
