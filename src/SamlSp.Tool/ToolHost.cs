using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using SamlSp.Tool.Commands;

namespace SamlSp.Tool;

/// <summary>
/// Runs the tool: 0 done and positive, 1 done and negative, 2 the call itself is wrong, with one line on standard error.
/// A command is a class in Commands/ with a static Create(), named in <see cref="CreateRoot"/>; it writes to the invocation's
/// Output, returns 0 or 1, and throws <see cref="UsageException"/> for 2.
/// </summary>
internal static class ToolHost
{
    public const int Positive = 0;
    public const int Negative = 1;
    public const int WrongCall = 2;

    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        // An expression or a file name may begin with @: no response files.
        var parsed = CreateRoot().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction && parsed.UnmatchedTokens is [var unmatched, ..])
        {
            return Say(error, $"there is no command or option '{unmatched}' here");
        }

        if (parsed.Action is null or ParseErrorAction)
        {
            return Say(error, parsed.Errors is [var first, ..] ? first.Message : "what should be done?");
        }

        if (UnknownOption(parsed) is { } unknown)
        {
            return Say(error, $"there is no option '{unknown}' here");
        }

        try
        {
            return parsed.Invoke(
                new InvocationConfiguration
                {
                    Output = output,
                    Error = error,
                    EnableDefaultExceptionHandler = false,
                }
            );
        }
        catch (UsageException exception)
        {
            return Say(error, exception.Message);
        }
        catch (Exception exception)
        {
            // Any other failure: an exit code that is neither positive nor negative, and one line of text.
            return Say(error, $"this call failed, {exception.GetType().Name}: {exception.Message}");
        }
    }

    private static RootCommand CreateRoot() =>
        new("Looks into SAML sign-ins and Entra's rules.")
        {
            VerifyCommand.Create(),
            DecodeCommand.Create(),
            EvalCommand.Create(),
            ClaimCommand.Create(),
            MetadataCommand.Create(),
            CertificateCommand.Create(),
            OwnerLinkCommand.Create(),
            LoginCommand.Create(),
            TokenCommand.Create(),
            TraceCommand.Create(),
            HealthCommand.Create(),
            ProvisionCommand.Create(),
        };

    /// <summary>The parser takes an option that it does not know for an argument, where one is expected.</summary>
    private static string? UnknownOption(ParseResult parsed) =>
        parsed
            .Tokens.TakeWhile(static token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(static token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))
            ?.Value;

    private static int Say(TextWriter error, string message)
    {
        var lines = message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        error.WriteLine($"samlsp: {string.Join(' ', lines)}");
        return WrongCall;
    }
}
