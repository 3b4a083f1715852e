using System.Text.Json;
using Microsoft.Extensions.Configuration.Json;
using SamlSp.AspNetCore;

namespace SamlSp.Server;

/// <summary>
/// Refuses changed settings while a settings file cannot be read, and logs what is wrong with the file. The framework would go on without
/// what the file had said, and say nothing.
/// </summary>
internal sealed class SettingsFileCheck : IConfigurationCheck
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly List<JsonConfigurationSource> _sources;
    private ILogger? _logger;

    /// <param name="configuration">The configuration. What is wrong with a file of it from now on is logged. Nobody is told that it has
    /// changed: whoever read it anew, such as Kestrel, would find it empty.</param>
    public SettingsFileCheck(IConfigurationBuilder configuration)
    {
        _sources = [.. configuration.Sources.OfType<JsonConfigurationSource>()];
        foreach (var source in _sources)
        {
            source.OnLoadException = _ =>
            {
                if (Problem(source) is { } problem)
                {
                    _logger?.SettingRefused(problem);
                }
            };
        }
    }

    /// <summary>Logs to this from now on.</summary>
    public void LogTo(ILogger logger) => _logger = logger;

    /// <inheritdoc />
    public IEnumerable<string> Check(SamlSpScheme scheme, SamlSpOptions options) => _sources.Select(Problem).OfType<string>();

    private static string? Problem(JsonConfigurationSource source)
    {
        if (source.FileProvider?.GetFileInfo(source.Path ?? "") is not { Exists: true } file)
        {
            return source.Optional ? null : $"{source.Path}: the file is gone";
        }

        try
        {
            using var stream = file.CreateReadStream();
            using var document = JsonDocument.Parse(stream, Options);
            return null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return $"{source.Path}: {e.Message}";
        }
    }
}
