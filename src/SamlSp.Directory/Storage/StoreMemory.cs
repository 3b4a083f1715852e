using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Remembers beside our own keys which store they were used with, in the file <c>store.json</c>. Another store does not know who is
/// suspended, deleted or signed out: a start with another one is refused, until the settings name the store that it replaces. In
/// Development, without a folder of keys, or with one that cannot be written, nothing is remembered.
/// </summary>
internal sealed partial class StoreMemory(
    StoreSettings settings,
    IServiceProvider services,
    IHostEnvironment environment,
    TimeProvider clock,
    ILogger<StoreMemory> logger
)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "store.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Checks that a store is the one that is remembered, if one is.</summary>
    /// <param name="id">The store's identity.</param>
    /// <exception cref="SamlSpConfigurationException">It is another one.</exception>
    public void Check(string id)
    {
        if (Read() is not { } known || known.Store == id)
        {
            return;
        }

        if (settings.Options.Replaces == known.Store)
        {
            LogReplaced(settings.Place, known.Place);
            return;
        }

        throw new SamlSpConfigurationException([
            $"SamlSp:Storage:ConnectionString: {settings.Place} is not the store that the keys in {Folder} were used with: that is"
                + $" {known.Place} (since {known.Since:u}). Another store does not know who is suspended, deleted or signed out."
                + $" Correct it; or, if this store is meant, set SamlSp:Storage:Replaces to {known.Store}",
        ]);
    }

    /// <summary>Remembers a store that is in use now.</summary>
    public void Keep(string id)
    {
        if (
            Folder is not { } folder
            || !System.IO.Directory.Exists(folder)
            || (Read() is { } known && (known.Store, known.Place) == (id, settings.Place))
        )
        {
            return;
        }

        try
        {
            // Beside it and renamed: a node that starts at the same moment never reads half of it.
            var file = Path.Combine(folder, FileName);
            var next = file + "." + Guid.NewGuid().ToString("N");
            System.IO.File.WriteAllText(next, JsonSerializer.Serialize(new Known(id, settings.Place, clock.GetUtcNow()), Json));
            System.IO.File.Move(next, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(folder, e.Message);
        }
    }

    private string? Folder =>
        !environment.IsDevelopment()
        && services
            .GetService<SamlSpSchemes>()
            ?.All.Select(scheme => scheme.Options.Certificates.Directory)
            .FirstOrDefault(d => d is not null)
            is { } directory
            ? Path.GetFullPath(Path.Combine(environment.ContentRootPath, directory))
            : null;

    private Known? Read()
    {
        try
        {
            return Folder is { } folder && System.IO.File.Exists(Path.Combine(folder, FileName))
                ? JsonSerializer.Deserialize<Known>(System.IO.File.ReadAllText(Path.Combine(folder, FileName)), Json)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            LogNotRead(Path.Combine(Folder!, FileName), e.Message);
            return null;
        }
    }

    [LoggerMessage(
        1,
        LogLevel.Warning,
        "{Place} is used from now on in place of {Before}, as SamlSp:Storage:Replaces says",
        EventName = "StoreReplaced"
    )]
    private partial void LogReplaced(string place, string before);

    [LoggerMessage(
        3,
        LogLevel.Information,
        "Which store is in use could not be kept in {Folder}: {Error}",
        EventName = "StoreNotRemembered"
    )]
    private partial void LogNotKept(string folder, string error);

    [LoggerMessage(4, LogLevel.Warning, "Which store was in use cannot be read from {File}: {Error}", EventName = "StoreMemoryNotRead")]
    private partial void LogNotRead(string file, string error);

    private sealed record Known(string Store, string Place, DateTimeOffset Since);
}
