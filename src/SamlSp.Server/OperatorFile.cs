using Microsoft.Extensions.Configuration.Json;

namespace SamlSp.Server;

/// <summary>One more settings file, named by the environment variable <c>SAMLSP_CONFIG</c>.</summary>
internal static class OperatorFile
{
    /// <summary>The name of the variable.</summary>
    public const string Variable = "SAMLSP_CONFIG";

    /// <summary>
    /// Reads it after <c>appsettings.json</c> and before environment variables and the command line, which override it.
    /// </summary>
    /// <exception cref="FileNotFoundException">The variable names a file that does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is not JSON.</exception>
    public static void AddOperatorFile(this ConfigurationManager configuration)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } file)
        {
            return;
        }

        var sources = ((IConfigurationBuilder)configuration).Sources;
        var after = sources
            .Select((source, index) => (source, index))
            .Where(s => s.source is JsonConfigurationSource)
            .Select(s => s.index + 1)
            .DefaultIfEmpty(0)
            .Max();
        var added = new JsonConfigurationSource
        {
            Path = Path.GetFullPath(file),
            Optional = false,
            ReloadOnChange = true,
        };
        added.ResolveFileProvider();
        sources.Insert(after, added);
    }
}
