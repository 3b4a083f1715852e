namespace SamlSp.Tool;

/// <summary>The call itself is wrong: the message becomes the one line on standard error, the exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
